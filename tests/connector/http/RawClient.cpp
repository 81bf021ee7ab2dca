#include "RawClient.h"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace scim2ldap::connector {
namespace {

Poco::Timespan timespan(std::chrono::milliseconds duration) {
  return Poco::Timespan(std::chrono::duration_cast<std::chrono::microseconds>(duration).count());
}

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(Poco::Net::SocketAddress("127.0.0.1", port)) {
  socket_.setReceiveTimeout(timespan(std::chrono::seconds(20)));
}

bool RawClient::send(std::string_view bytes) {
  try {
    while (!bytes.empty()) {
      const int sent = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

RawAnswer RawClient::readAnswer(bool toHead) {
  RawAnswer answer;
  std::string line;
  if (!readLine(line) || !line.starts_with("HTTP/1.1 ")) return answer;
  const int status = std::stoi(line.substr(9, 3));
  while (readLine(line) && !line.empty()) {
    const std::size_t colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    answer.headers[name] = line.substr(colon + 2);
  }
  const auto length = answer.headers.find("content-length");
  const std::size_t size = length == answer.headers.end() || toHead ? 0 : std::stoul(length->second);
  while (received_.size() < size) {
    if (!readMore()) return {};
  }
  answer.body = received_.substr(0, size);
  received_.erase(0, size);
  answer.status = status;
  return answer;
}

RawAnswer RawClient::ask(std::string_view bytes) {
  send(bytes);
  return readAnswer();
}

bool RawClient::isClosed(std::chrono::milliseconds wait) {
  if (!received_.empty()) return false;
  try {
    if (!socket_.poll(timespan(wait), Poco::Net::Socket::SELECT_READ)) return false;
    return !readMore();
  } catch (const Poco::Exception&) {
    return true;
  }
}

bool RawClient::isSilent(std::chrono::milliseconds wait) {
  return received_.empty() && !socket_.poll(timespan(wait), Poco::Net::Socket::SELECT_READ);
}

bool RawClient::readMore() {
  std::array<char, 4096> part{};
  try {
    const int count = socket_.receiveBytes(part.data(), static_cast<int>(part.size()));
    if (count <= 0) return false;
    received_.append(part.data(), static_cast<std::size_t>(count));
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

bool RawClient::readLine(std::string& line) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n")) == std::string::npos) {
    if (!readMore()) return false;
  }
  line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return true;
}

std::string get(const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: scim.example\r\n\r\n";
}

}  // namespace scim2ldap::connector
