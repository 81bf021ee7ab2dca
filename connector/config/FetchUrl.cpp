#include "connector/config/FetchUrl.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <stdexcept>

#include "connector/config/ListenAddress.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kMaxUrlBytes = 2048;

}  // namespace

FetchUrl parseFetchUrl(const std::string& text) {
  const auto refuse = [&](const std::string& why) {
    return std::invalid_argument("\"" + text + "\" " + why +
                                 "; write a URL like \"https://login.example.org/keys\"");
  };
  if (text.size() > kMaxUrlBytes) throw refuse("is too long");
  try {
    const Poco::URI uri(text);
    FetchUrl url;
    url.tls = uri.getScheme() == "https";
    if (!url.tls && uri.getScheme() != "http") throw refuse("is not fetched over https");
    url.host = uri.getHost();
    if (url.host.starts_with('[')) url.host = url.host.substr(1, url.host.size() - 2);
    url.port = uri.getPort();
    url.target = uri.getPathAndQuery().empty() ? "/" : uri.getPathAndQuery();
    if (url.host.empty() || url.port == 0) throw refuse("names no server");
    if (!uri.getUserInfo().empty()) throw refuse("holds a user name");
    if (!url.tls && !isLoopback(url.host)) {
      throw refuse("would be fetched in plain text, which only this machine's servers may be");
    }
    return url;
  } catch (const Poco::Exception&) {
    throw refuse("is no URL");
  }
}

}  // namespace scim2ldap::connector
