/** A real Kafka broker, beside the test's JVM. */
package io.obsagent.smoke.kafka;
