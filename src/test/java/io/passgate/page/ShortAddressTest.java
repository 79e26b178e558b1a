package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.168.1.100, 192.168.1.x",
        "::ffff:10.0.0.9, 10.0.0.x",
        "2001:db8:12:7::5, 2001:db8:12::/48",
        "2001:DB8::1, 2001:db8:0::/48",
        "::1, 0:0:0::/48"
    })
    void lastPartsAreLeftOut(String address, String words) {
        assertThat(ShortAddress.of(address).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "fe80::1%eth0",
                "1.2.3.4.5",
                "999.1.1.1",
                "1:2",
                ":::::::::::",
                "example.com",
                "12345"
            })
    void whatIsNoAddressIsNotRepeatedAndNotLookedUp(String address) {
        assertThat(ShortAddress.of(address).words()).isEqualTo("an unknown address");
    }
}
