/** An OTLP collector for tests: receives over HTTP and gRPC, and can misbehave. */
package io.obsagent.smoke.receiver;
