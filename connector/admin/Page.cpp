#include "connector/admin/Page.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "connector/http/Syntax.h"

namespace scim2ldap::connector {

// Made by scim2ldap_embed_files() in CMakeLists.txt.
std::string_view embeddedIndexHtml();
std::string_view embeddedResourcesHtml();
std::string_view embeddedPageCss();
std::string_view embeddedAskJs();
std::string_view embeddedEndpointsJs();
std::string_view embeddedFillJs();
std::string_view embeddedLogJs();
std::string_view embeddedPageJs();
std::string_view embeddedResourcesJs();
std::string_view embeddedStatusJs();
std::string_view embeddedTimesJs();
std::string_view embeddedIconSvg();

namespace {

std::string entityTagOf(std::string_view content) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data());
  std::string tag = "\"";
  for (const unsigned char byte : digest) {
    tag += kHex[byte >> 4];
    tag += kHex[byte & 0xf];
  }
  return tag + '"';
}

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kModule = "text/javascript; charset=utf-8";

PageFile file(std::string_view path, std::string_view mediaType, std::string_view content) {
  return {path, mediaType, content, entityTagOf(content)};
}

}  // namespace

const PageFile* findPageFile(std::string_view path) {
  static const std::array files = {
      file("/", kHtml, embeddedIndexHtml()),
      file("/resources", kHtml, embeddedResourcesHtml()),
      file("/page.css", "text/css; charset=utf-8", embeddedPageCss()),
      file("/ask.js", kModule, embeddedAskJs()),
      file("/endpoints.js", kModule, embeddedEndpointsJs()),
      file("/fill.js", kModule, embeddedFillJs()),
      file("/log.js", kModule, embeddedLogJs()),
      file("/page.js", kModule, embeddedPageJs()),
      file("/resources.js", kModule, embeddedResourcesJs()),
      file("/status.js", kModule, embeddedStatusJs()),
      file("/times.js", kModule, embeddedTimesJs()),
      file("/icon.svg", "image/svg+xml", embeddedIconSvg()),
  };
  const auto* const found = std::ranges::find(files, path, &PageFile::path);
  return found == files.end() ? nullptr : found;
}

bool isCurrent(const PageFile& file, std::string_view ifNoneMatch) {
  return ifNoneMatch == "*" || listContains(ifNoneMatch, file.entityTag) ||
         listContains(ifNoneMatch, "W/" + file.entityTag);
}

}  // namespace scim2ldap::connector
