#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::connector {

/// Where a logger writes to, to be read by the test.
class Pipe {
 public:
  Pipe() { BOOST_REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0); }
  ~Pipe() {
    ::close(ends_[0]);
    if (ends_[1] >= 0) ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int writeEnd() const { return ends_[1]; }
  void closeWriteEnd() {
    ::close(ends_[1]);
    ends_[1] = -1;
  }
  /// Everything up to the end, which comes when the write end is closed.
  std::string readAll() const {
    std::string all;
    std::array<char, 4096> part{};
    for (ssize_t count; (count = ::read(ends_[0], part.data(), part.size())) > 0;) {
      all.append(part.data(), static_cast<std::size_t>(count));
    }
    return all;
  }
  /// The next line; waits for it.
  std::string readLine() const {
    std::string line;
    for (char c = 0; ::read(ends_[0], &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

 private:
  std::array<int, 2> ends_{};
};

inline std::vector<scim::Json> lines(const std::string& text) {
  std::vector<scim::Json> parsed;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) parsed.push_back(scim::parseJson(line));
  return parsed;
}

}  // namespace scim2ldap::connector
