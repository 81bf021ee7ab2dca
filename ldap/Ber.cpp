#include "ldap/Ber.h"

#include <lber.h>

#include "ldap/Error.h"

namespace scim2ldap::ldap {

void BerDeleter::operator()(berelement* element) const {
  ber_free(element, 1);
}

Ber newBer() {
  Ber element(ber_alloc_t(LBER_USE_DER));
  if (!element) throw Error(ResultCode::EncodingError, "out of memory");
  return element;
}

Ber berOf(const berval& value) {
  berval copy = value;
  Ber element(ber_init(&copy));
  if (!element) throw Error(ResultCode::DecodingError, "out of memory");
  return element;
}

std::string octetsOf(const Ber& element) {
  berval* flat = nullptr;
  if (ber_flatten(element.get(), &flat) != 0) throw Error(ResultCode::EncodingError, "BER encoding failed");
  const std::unique_ptr<berval, decltype(&ber_bvfree)> owner(flat, &ber_bvfree);
  return octetsOf(*flat);
}

std::string octetsOf(const berval& value) {
  return value.bv_val == nullptr ? std::string() : std::string(value.bv_val, value.bv_len);
}

}  // namespace scim2ldap::ldap
