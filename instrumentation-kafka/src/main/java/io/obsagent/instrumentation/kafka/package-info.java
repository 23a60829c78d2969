/** What the agent weaves into Kafka, and what it says about them. */
package io.obsagent.instrumentation.kafka;
