package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.wire.TrustedProxies;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontSettingsTest {
    @ParameterizedTest(name = "{0} asked for on {1} processors: {2}")
    @CsvSource({"0,1,1", "0,2,1", "0,3,1", "0,4,2", "0,16,8", "3,2,3"})
    void halfTheProcessorsGetALoopUnlessToldOtherwise(int asked, int processors, int loops) {
        ListenerSettings anywhere = ListenerSettings.clear(InetSocketAddress.createUnresolved("gate", 0));
        FrontSettings settings =
                new FrontSettings(List.of(anywhere), TrustedProxies.NONE, FrontLimits.DEFAULT, Set.of(), asked);
        assertThat(settings.loopsOn(processors)).isEqualTo(loops);
    }
}
