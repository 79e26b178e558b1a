#!/bin/sh
# Measures what the decision costs, with JMH: src/bench/jmh.sh [JMH's own options, such as "DecisionBench.refusal -f 1"]
# Needs a JDK and Maven.
set -eu
cd "$(dirname "$0")/../.."
mvn -q -B -ntp -Pbench compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
path=target/classes:$(cat target/bench.classpath)
rm -rf target/bench-classes
mkdir target/bench-classes
javac -processor org.openjdk.jmh.generators.BenchmarkProcessor -cp "$path" -d target/bench-classes \
  src/bench/java/io/passgate/decision/*.java
exec java -cp "target/bench-classes:$path" org.openjdk.jmh.Main "$@"
