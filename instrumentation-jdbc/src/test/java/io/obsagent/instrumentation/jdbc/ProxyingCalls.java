package io.obsagent.instrumentation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** Wraps connections and statements that come out of a call into dynamic proxies, and so on. */
final class ProxyingCalls implements InvocationHandler {
  private final Object target;

  ProxyingCalls(Object target) {
    this.target = target;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
    for (Class<?> type :
        new Class<?>[] {
          Connection.class, CallableStatement.class, PreparedStatement.class, Statement.class
        }) {
      if (type.isInstance(result) && method.getReturnType().isAssignableFrom(type)) {
        return Proxy.newProxyInstance(
            ProxyingCalls.class.getClassLoader(), new Class<?>[] {type}, new ProxyingCalls(result));
      }
    }
    return result;
  }
}
