#include "connector/http/RequestId.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace scim2ldap::connector {

std::string makeRequestId() {
  std::array<unsigned char, 8> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("no random numbers available from the operating system");
  }
  std::string id;
  for (const unsigned char byte : bytes) {
    id += "0123456789abcdef"[byte >> 4];
    id += "0123456789abcdef"[byte & 0x0F];
  }
  return id;
}

}  // namespace scim2ldap::connector
