#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "connector/http/Input.h"
#include "connector/http/Message.h"

namespace scim2ldap::connector {

inline constexpr std::size_t kMaxTargetBytes = std::size_t{16} * 1024;  ///< above: 414
inline constexpr std::size_t kMaxHeadBytes = std::size_t{32} * 1024;    ///< all fields together; above: 431
inline constexpr std::size_t kMaxFields = 100;                          ///< above: 431

/// Request line and fields as they were sent; what they mean together is for the RequestGate to judge.
struct RequestHead {
  std::string method;
  std::string target;
  std::string version;  ///< "HTTP/1.1"
  Headers headers{};

  bool operator==(const RequestHead&) const = default;
};

/// Parses `method SP request-target SP HTTP-version` into a head without fields.
/// \throws Refusal  400
/// RFC 9112 §3
[[nodiscard]] RequestHead parseRequestLine(std::string_view line);

/// Parses `field-name ":" OWS field-value OWS`. Line folding (obs-fold), white space before the colon and
/// control characters are refused.
/// \throws Refusal  400
/// RFC 9112 §5
[[nodiscard]] std::pair<std::string, std::string> parseField(std::string_view line);

/// Reads fields up to and including the empty line behind them.
/// \throws Refusal  400 malformed, 431 too many or too large
[[nodiscard]] Headers readFields(Input& input);

/// Reads a request line and its fields.
/// \throws Refusal  400 malformed, 414 target too long, 431 fields too many or too large
[[nodiscard]] RequestHead readHead(Input& input);

}  // namespace scim2ldap::connector
