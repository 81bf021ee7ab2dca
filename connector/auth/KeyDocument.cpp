#include "connector/auth/KeyDocument.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "connector/http/HttpFetch.h"

namespace scim2ldap::connector {
namespace {

/// Whoever writes the keys says who is let in.
void requireNobodyElseWrites(const std::string& path) {
  using std::filesystem::perms;
  const perms open = std::filesystem::status(path).permissions() & (perms::group_write | perms::others_write);
  if (open == perms::none) return;
  throw std::runtime_error("the file can be written by group or others; run: chmod go-w " + path);
}

std::string readBoundedFile(const std::string& path, std::size_t maxBytes) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error(std::string("the file cannot be read: ") + std::strerror(errno));
  requireNobodyElseWrites(path);
  std::string text(maxBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > maxBytes) {
    throw std::runtime_error("the file is larger than " + std::to_string(maxBytes) + " bytes");
  }
  return text;
}

}  // namespace

std::string readKeyDocument(const std::string& location) {
  const FetchLimits limits;
  return location.starts_with('/') ? readBoundedFile(location, limits.maxBytes) : fetchUrl(location, limits);
}

}  // namespace scim2ldap::connector
