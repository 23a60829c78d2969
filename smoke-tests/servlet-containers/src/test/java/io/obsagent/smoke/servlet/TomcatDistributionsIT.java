package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A WAR dropped into Tomcat as people download it: many class loaders instead of one. */
class TomcatDistributionsIT {
  static List<TomcatDistribution> distributions() {
    return TomcatDistribution.all(Jdks.running());
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void aWarIsTracedWhereItIs(TomcatDistribution tomcat) throws Exception {
    try (ContractService service = new ContractService(tomcat)) {
      Answer sync = service.get("/sync");
      assertThat(sync.response().body()).isEqualTo("sync");
      assertThat(sync.span().name()).isEqualTo("GET /shop/sync");
      service.work("sync", sync.span());

      ReceivedSpan failed = service.get("/throw").span();
      assertThat(failed.status()).isEqualTo(Status.ERROR);
      service.work("error_page", failed);

      service.work("async_target", service.get("/async/dispatch").span());
      service.work("async_start", service.get("/async/start").span());
      service.work("part", service.get("/include").span());
      assertThat(service.get("/nowhere").span().name()).isEqualTo("GET");
      service.finish();
    }
  }
}
