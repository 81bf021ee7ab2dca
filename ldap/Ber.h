#pragma once

#include <memory>
#include <string>

struct berelement;
struct berval;

namespace scim2ldap::ldap {

struct BerDeleter {
  void operator()(berelement* element) const;
};
/// An element of libldap's BER coder, on its way in or out.
using Ber = std::unique_ptr<berelement, BerDeleter>;

/// An empty element to write to. \throws Error  encodingError
[[nodiscard]] Ber newBer();
/// An element to read `value` from; copies it. \throws Error  decodingError
[[nodiscard]] Ber berOf(const berval& value);
/// What was written. \throws Error  encodingError
[[nodiscard]] std::string octetsOf(const Ber& element);
/// The octets of a berval; "" for a null pointer inside of it.
[[nodiscard]] std::string octetsOf(const berval& value);

}  // namespace scim2ldap::ldap
