#include "connector/config/SecretFile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "connector/config/ConfiguredPath.h"

namespace scim2ldap::connector {
namespace {

constexpr std::size_t kMaxSecretBytes = 64 * 1024;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what,
                         const std::string& remedy) {
  throw std::invalid_argument(file.string() + " " + what + "; " + remedy);
}

/// An open file, closed at the end.
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (descriptor_ < 0 || ::fstat(descriptor_, &status_) != 0) {
      const int error = errno;
      if (descriptor_ >= 0) ::close(descriptor_);
      refuse(file, std::string("cannot be read: ") + std::strerror(error),
             "name a file that the user running scim2ldap can read");
    }
    if (!S_ISREG(status_.st_mode)) {
      ::close(descriptor_);
      refuse(file, "is not a file", "name a file");
    }
  }
  ~OpenFile() { ::close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] bool isOpenTo(mode_t bits) const { return (status_.st_mode & bits) != 0; }
  [[nodiscard]] std::string text() const {
    std::string text;
    std::array<char, 4096> buffer{};
    ssize_t count = 0;
    while (text.size() < kMaxSecretBytes && (count = ::read(descriptor_, buffer.data(), buffer.size())) > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  int descriptor_;
  struct stat status_{};
};

}  // namespace

std::string readSecretFile(const std::filesystem::path& file) {
  const OpenFile open(file);
  const mode_t group = isCredential(file) ? S_IRWXG & ~static_cast<mode_t>(S_IRGRP) : S_IRWXG;
  if (open.isOpenTo(group | S_IRWXO)) {
    refuse(file, "is open to group or others", "run: chmod 600 " + file.string());
  }
  std::string secret = open.text();
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  if (secret.empty()) refuse(file, "is empty", "write the secret into it");
  return secret;
}

void requireReadable(const std::filesystem::path& file) {
  const OpenFile open(file);
}

void requirePrivateKey(const std::filesystem::path& file) {
  const OpenFile open(file);
  if (open.isOpenTo(S_IRWXO)) refuse(file, "is open to everybody", "run: chmod o= " + file.string());
}

}  // namespace scim2ldap::connector
