#include "connector/http/Input.h"

namespace scim2ldap::connector {

char Input::peek() {
  return demand().front();
}

std::string Input::readLine(std::size_t limit, const Refusal& tooLong) {
  std::string line;
  for (;;) {
    const std::string_view bytes = demand();
    const std::size_t feed = bytes.find('\n');
    const std::string_view part = bytes.substr(0, feed);
    line += part;
    begin_ += part.size();
    if (line.size() > limit + 1) throw tooLong;
    if (feed == std::string_view::npos) continue;

    ++begin_;
    if (!line.ends_with('\r')) throw LoneLineFeed(line);
    line.pop_back();
    if (line.find('\r') != std::string::npos) throw Refusal(400, "a line holds CR without LF");
    return line;
  }
}

void Input::takeLineEnd(const Refusal& otherwise) {
  for (const char expected : {'\r', '\n'}) {
    if (peek() != expected) throw otherwise;
    ++begin_;
  }
}

void Input::readBytes(std::size_t count, std::string& to) {
  while (count > 0) {
    const std::string_view part = demand().substr(0, count);
    to += part;
    begin_ += part.size();
    count -= part.size();
  }
}

std::string_view Input::available() {
  if (begin_ == end_) {
    begin_ = 0;
    end_ = source_.read(buffer_.data(), buffer_.size());
  }
  return {buffer_.data() + begin_, end_ - begin_};
}

std::string_view Input::demand() {
  const std::string_view bytes = available();
  if (bytes.empty()) throw Refusal(400, "the connection ended within the request");
  return bytes;
}

}  // namespace scim2ldap::connector
