package io.obsagent.build;

import io.obsagent.build.AdviceModel.Assignment;
import io.obsagent.build.ScannedClass.Use;
import io.obsagent.build.WovenMethod.Call;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * Writes the binary form of a plan: a table of texts, then everything else with texts by number.
 * {@code io.obsagent.weaving.WeavingPlan} reads it back; both change together, and the magic number
 * with them.
 */
final class PlanWriter {
  private static final int MAGIC = 0x0B5A0003;
  private static final String HOOK = "io/obsagent/weaving/hook/ObsAgentHook";

  private final Map<String, Integer> texts = new HashMap<>();
  private final List<String> textsInOrder = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] write(PlanModel model) {
    try {
      hook(model, "java/lang/ObsAgentHook");
      hook(model, "java/obsagent/ObsAgentHook");
      texts(model.wantedTypes);
      texts(JdkTypes.untoldPackages());
      jdkSubtypes(model.jdkSubtypes());
      instrumentations(model);
      rules(model);
      return withTexts();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private byte[] withTexts() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(all);
    head.writeInt(MAGIC);
    head.writeInt(textsInOrder.size());
    for (String each : textsInOrder) {
      head.writeUTF(each);
    }
    bytes.writeTo(head);
    return all.toByteArray();
  }

  private void text(String text) throws IOException {
    Integer number = texts.get(text);
    if (number == null) {
      number = textsInOrder.size();
      texts.put(text, number);
      textsInOrder.add(text);
    }
    out.writeInt(number);
  }

  private void texts(Collection<String> all) throws IOException {
    out.writeInt(all.size());
    for (String each : all) {
      text(each);
    }
  }

  private void block(byte[] block) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  private void hook(PlanModel model, String name) throws IOException {
    byte[] source = model.classFiles().bytes(HOOK);
    if (source == null) {
      throw new IllegalArgumentException("the class path lacks " + HOOK);
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(source)
        .accept(
            new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, HOOK, name)),
            ClassReader.SKIP_DEBUG);
    block(writer.toByteArray());
  }

  private void jdkSubtypes(TreeMap<String, Set<Integer>> subtypes) throws IOException {
    out.writeInt(subtypes.size());
    for (Map.Entry<String, Set<Integer>> each : subtypes.entrySet()) {
      text(each.getKey());
      out.writeShort(each.getValue().size());
      for (int number : each.getValue()) {
        out.writeShort(number);
      }
    }
  }

  private void instrumentations(PlanModel model) throws IOException {
    out.writeShort(model.instrumentations.size());
    int advices = 0;
    for (PlanModel.Instrumentation each : model.instrumentations) {
      text(each.name);
      List<String> bound = new ArrayList<>();
      for (String name : each.bound.classes) {
        bound.add(name.replace('/', '.'));
      }
      texts(bound);
      references(each);
      advices += each.advices.size();
    }
    out.writeShort(advices);
    for (int i = 0; i < model.instrumentations.size(); i++) {
      PlanModel.Instrumentation instrumentation = model.instrumentations.get(i);
      for (PlanModel.Advice each : instrumentation.advices.values()) {
        text(each.model.className);
        out.writeShort(i);
        out.writeBoolean(
            instrumentation.bound.classes.contains(PlanModel.internal(each.model.className)));
        text(each.model.adapterName());
        block(each.adapter.generate());
      }
    }
  }

  private void references(PlanModel.Instrumentation instrumentation) throws IOException {
    LibraryBound bound = instrumentation.bound;
    boolean lacksOne = instrumentation.onlyWithout != null;
    out.writeInt(bound.types.size() + bound.uses.size() + (lacksOne ? 1 : 0));
    if (lacksOne) {
      // First: the cheapest to find out, and the reason to give.
      reference(3, false, instrumentation.onlyWithout, "", "");
    }
    for (String type : bound.types) {
      reference(0, false, type, "", "");
    }
    for (Use use : bound.uses.values()) {
      reference(use.isField ? 2 : 1, use.isStatic, use.owner, use.name, use.descriptor);
    }
  }

  private void reference(int kind, boolean isStatic, String owner, String name, String descriptor)
      throws IOException {
    out.writeByte(kind);
    out.writeBoolean(isStatic);
    text(owner);
    text(name);
    text(descriptor);
  }

  private void rules(PlanModel model) throws IOException {
    int count = 0;
    List<String> advices = new ArrayList<>();
    for (int i = 0; i < model.instrumentations.size(); i++) {
      count += model.instrumentations.get(i).rules.size();
      for (String advice : model.instrumentations.get(i).advices.keySet()) {
        advices.add(i + " " + advice);
      }
    }
    out.writeShort(count);
    for (int i = 0; i < model.instrumentations.size(); i++) {
      PlanModel.Instrumentation instrumentation = model.instrumentations.get(i);
      for (PlanModel.Rule rule : instrumentation.rules) {
        out.writeShort(i);
        types(model, rule);
        texts(internal(rule.target.excluded));
        texts(rule.target.states);
        out.writeShort(rule.methods.size());
        for (WovenMethod method : rule.methods) {
          method(method, advices.indexOf(i + " " + method.advice.className));
        }
      }
    }
  }

  private void types(PlanModel model, PlanModel.Rule rule) throws IOException {
    out.writeByte(rule.target.reach.ordinal());
    List<String> names = internal(rule.target.typeNames);
    if (rule.target.reach == DescribedTargets.Reach.BELOW) {
      out.writeShort(names.size());
      for (String each : names) {
        out.writeShort(model.wantedTypes.indexOf(each));
      }
    } else {
      texts(names);
    }
  }

  private static List<String> internal(List<String> dotted) {
    List<String> internal = new ArrayList<>();
    for (String each : dotted) {
      internal.add(PlanModel.internal(each));
    }
    return internal;
  }

  private void method(WovenMethod method, int advice) throws IOException {
    text(method.name);
    text(method.descriptor);
    out.writeShort(advice);
    call(method.enter);
    call(method.exit);
    List<Assignment> assignments = method.assignments();
    out.writeByte(assignments.size());
    for (Assignment each : assignments) {
      out.writeByte(each.argument);
      out.writeShort(each.index);
    }
    out.writeBoolean(method.advice.exit != null && method.advice.exit.onThrowable);
    out.writeBoolean(method.replacesReturned());
  }

  private void call(Call call) throws IOException {
    out.writeBoolean(call != null);
    if (call != null) {
      out.writeByte(call.passed.size());
      for (int each : call.passed) {
        out.writeShort(each);
      }
      text(call.descriptor);
    }
  }
}
