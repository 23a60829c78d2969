package io.obsagent.smoke.receiver;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;

/** How a receiver shows itself, and whom it lets in. */
record TlsSetup(Certificates certificates, boolean clientCertificateRequired) {

  ServerCredentials grpcCredentials() throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(certificates.serverCertificate().toFile(), certificates.serverKey().toFile())
        .trustManager(certificates.clientCertificate().toFile())
        .clientAuth(clientCertificateRequired ? ClientAuth.REQUIRE : ClientAuth.NONE)
        .build();
  }
}
