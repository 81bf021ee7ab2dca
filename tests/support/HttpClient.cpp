#include "tests/support/HttpClient.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/String.h>
#include <Poco/Timespan.h>

#include <stdexcept>

namespace scim2ldap::test {
namespace {

const Poco::Timespan kTimeout(30, 0);

struct Url {
  std::string host;
  std::uint16_t port = 0;
  std::string target;
};

/// Taken apart by hand: Poco::URI would decode and encode the target anew.
Url split(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  const std::size_t colon = url.find(':', kScheme.size());
  const std::size_t slash = url.find('/', kScheme.size());
  if (!url.starts_with(kScheme) || colon == std::string::npos || slash < colon)
    throw std::runtime_error("not http://host:port/...: " + url);
  return {url.substr(kScheme.size(), colon - kScheme.size()),
          static_cast<std::uint16_t>(std::stoul(url.substr(colon + 1))),
          slash == std::string::npos ? "/" : url.substr(slash)};
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (Poco::icompare(key, std::string(name)) == 0) return value;
  return "";
}

HttpAnswer sendHttp(const std::string& method, const std::string& url,
                    const std::vector<std::pair<std::string, std::string>>& headers,
                    const std::string& body) {
  const Url parts = split(url);
  try {
    Poco::Net::HTTPClientSession session(parts.host, parts.port);
    session.setTimeout(kTimeout);
    Poco::Net::HTTPRequest request(method, parts.target, Poco::Net::HTTPRequest::HTTP_1_1);
    for (const auto& [name, value] : headers) request.set(name, value);
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
      request.setContentLength(static_cast<std::streamsize>(body.size()));
    session.sendRequest(request) << body;

    Poco::Net::HTTPResponse response;
    std::istream& stream = session.receiveResponse(response);
    HttpAnswer answer;
    Poco::StreamCopier::copyToString(stream, answer.body);
    answer.status = static_cast<int>(response.getStatus());
    answer.headers.assign(response.begin(), response.end());
    return answer;
  } catch (const Poco::Exception& error) {
    throw std::runtime_error(method + " " + url + ": " + error.displayText());
  }
}

}  // namespace scim2ldap::test
