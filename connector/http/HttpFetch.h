#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace scim2ldap::connector {

/// Bounds of a fetch.
struct FetchLimits {
  std::chrono::milliseconds timeout{5'000};  ///< from the connection to the last byte
  std::size_t maxBytes = std::size_t{512} * 1024;
  std::filesystem::path caFile{};  ///< PEM; empty: the system's certification authorities
};

/// Gets a document by GET, over TLS 1.2 or 1.3 with a certificate that is valid for the host. Redirections
/// are not followed.
/// \throws std::invalid_argument  the URL is none, see config/FetchUrl.h
/// \throws std::runtime_error     with the reason: no connection, certificate, status other than 200, too
/// large,
///                                too slow
[[nodiscard]] std::string fetchUrl(const std::string& url, const FetchLimits& limits = {});

}  // namespace scim2ldap::connector
