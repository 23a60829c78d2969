package com.example.kafka;

import com.example.kafka.api.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;

/** A topology of Kafka Streams. */
public class Streaming extends Application {
  public Streaming(String servers, Probe probe) {
    super(servers, probe);
  }

  /** What was sent, then what was seen. */
  public Object map(String topic) throws Exception {
    List<String> traces = sendEach(topic, "a", "b", "c");
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch mapped = new CountDownLatch(3);
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, String> values =
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()));
    values
        .mapValues(
            value -> {
              seen.add(value + " " + probe.traceId());
              probe.work("handle " + value);
              mapped.countDown();
              return "mapped " + value;
            })
        .to(topic + "-mapped", Produced.with(Serdes.String(), Serdes.String()));
    Properties settings =
        settings(
            "application.id",
            "streams-" + topic,
            "auto.offset.reset",
            "earliest",
            "state.dir",
            System.getProperty("kafka.streams") + "/state");
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.start();
    try {
      if (!mapped.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("seen only " + seen);
      }
    } finally {
      streams.close();
    }
    return List.of(traces, seen);
  }
}
