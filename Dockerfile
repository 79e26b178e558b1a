# Builds the jar from the checkout, then ships it on a JRE: fixed unprivileged user, nothing written outside /var/lib/passgate.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY conf conf
COPY src src
RUN mvn -B -ntp package -DskipTests -Dskip.archive=true

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 passgate \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/passgate --shell /usr/sbin/nologin passgate \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/passgate /var/lib/passgate/tmp
COPY --from=build /src/target/passgate.jar /opt/passgate/passgate.jar
COPY conf /etc/passgate/conf
# The archive of loaded classes, made by this very JRE: it spares a start about a second.
RUN java -Xlog:disable -XX:+UseSerialGC -XX:ArchiveClassesAtExit=/opt/passgate/passgate.jsa -jar /opt/passgate/passgate.jar \
    demo --once --port 0 --admin-port 0 --dir /tmp/archive \
 && rm -rf /tmp/* && chmod 0444 /opt/passgate/passgate.jsa
# Native libraries and SQLite unpack themselves here, so that the root file system may be read-only.
ENV JAVA_TOOL_OPTIONS="-Xlog:cds=off -Xlog:cds+dynamic=off -XX:SharedArchiveFile=/opt/passgate/passgate.jsa -XX:+UseSerialGC -Xmx256m -Djava.io.tmpdir=/var/lib/passgate/tmp -Dio.netty.leakDetection.level=disabled"
USER 10001:10001
WORKDIR /var/lib/passgate
VOLUME /var/lib/passgate
EXPOSE 8443 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-jar", "/opt/passgate/passgate.jar", "health", "--config", "/etc/passgate/conf/passgate.yaml"]
ENTRYPOINT ["java", "-jar", "/opt/passgate/passgate.jar"]
CMD ["run", "--config", "/etc/passgate/conf/passgate.yaml"]
