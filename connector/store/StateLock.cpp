#include "connector/store/StateLock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include "connector/store/StateFile.h"
#include "connector/store/Store.h"

namespace scim2ldap::connector {
namespace {

/// Whoever looks whether the lock is held has it for a moment.
constexpr std::chrono::milliseconds kPause{10};
constexpr int kMostPauses = 50;

std::filesystem::path lockOf(const std::filesystem::path& stateFile) {
  return stateFile.parent_path() / "serve.lock";
}

bool lock(int descriptor) {
  for (int pauses = 0; ::flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++pauses) {
    if (pauses == kMostPauses) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

/// Whoever has the lock writes his process id into the file.
std::string holderOf(int descriptor) {
  std::array<char, 16> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

StateLock::StateLock(const std::filesystem::path& stateFile) {
  prepareStateFile(stateFile);
  const std::filesystem::path file = lockOf(stateFile);
  prepareStateFile(file);
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) {
    throw StoreError(file.string() + ": cannot be opened: " + std::strerror(errno) +
                     "; make the folder one that the user running scim2ldap may write to");
  }
  if (!lock(descriptor_)) {
    const std::string holder = holderOf(descriptor_);
    ::close(descriptor_);
    throw StoreError(stateFile.parent_path().string() + ": the process " + holder +
                     " serves from this state directory already; stop it first, or name another one");
  }
  const std::string own = std::to_string(::getpid());
  const bool written =
      ::ftruncate(descriptor_, 0) == 0 && ::pwrite(descriptor_, own.data(), own.size(), 0) > 0;
  // A full disk: the lock holds without the number.
  static_cast<void>(written);
}

bool StateLock::isHeld(const std::filesystem::path& stateFile) {
  const int descriptor = ::open(lockOf(stateFile).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

StateLock::~StateLock() {
  ::close(descriptor_);
}

}  // namespace scim2ldap::connector
