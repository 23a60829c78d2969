package io.obsagent.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void everyTextIsReadBackAsItWas() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.append((char) c);
    }
    all.append("\ud83d\ude00");
    Json json = new Json().object().member("a\"\n", all.toString()).key("list").array();
    json.value(1).value(true).value(-0.25).value(1e300).value(Double.NaN).value(12.0);
    json.value((String) null).object().endObject().endArray().endObject();

    JsonNode read = new ObjectMapper().readTree(json.toString());

    assertThat(read.get("a\"\n").asText()).isEqualTo(all.toString());
    assertThat(read.get("list").toString()).isEqualTo("[1,true,-0.25,1.0E300,null,12,null,{}]");
  }

  @Test
  void halfACharacterIsEscaped() {
    assertThat(new Json().value("\ud83d").toString()).isEqualTo("\"\\ud83d\"");
    assertThat(new Json().value("x\ude00").toString()).isEqualTo("\"x\\ude00\"");
  }
}
