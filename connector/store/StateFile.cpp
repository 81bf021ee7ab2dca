#include "connector/store/StateFile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "connector/store/Store.h"

namespace scim2ldap::connector {
namespace {

constexpr mode_t kOpenToOthers = S_IRWXG | S_IRWXO;

[[noreturn]] void failed(const std::filesystem::path& path, const std::string& what,
                         const std::string& remedy) {
  throw StoreError(path.string() + ": " + what + "; " + remedy);
}

[[noreturn]] void failedWith(const std::filesystem::path& path, const std::string& what, int error) {
  failed(path, what + ": " + std::strerror(error),
         "make the folder one that the user running scim2ldap may write to");
}

struct stat prepareFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) failedWith(folder, "cannot be made", errno);
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0) failedWith(folder, "cannot be read", errno);
  if (!S_ISDIR(status.st_mode)) failed(folder, "is not a folder", "name a folder for the state");
  if ((status.st_mode & kOpenToOthers) != 0) {
    failed(folder, "is open to group or others", "run: chmod 700 " + folder.string());
  }
  if (::geteuid() != 0 && status.st_uid != ::geteuid()) {
    failed(folder, "belongs to another user",
           "run this as that user, or give the folder to the user that runs scim2ldap: chown");
  }
  return status;
}

}  // namespace

void prepareStateFile(const std::filesystem::path& file) {
  const struct stat folder = prepareFolder(std::filesystem::absolute(file).parent_path());
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) {
    // Made by root (a token before the first start): it belongs to the user of the folder, who runs the
    // daemon.
    const bool handedOver = ::geteuid() != 0 || ::fchown(descriptor, folder.st_uid, folder.st_gid) == 0;
    const int error = errno;
    ::close(descriptor);
    if (!handedOver) failedWith(file, "cannot be given to the owner of its folder", error);
    return;
  }
  if (errno != EEXIST) failedWith(file, "cannot be made", errno);
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) failedWith(file, "cannot be read", errno);
  if (!S_ISREG(status.st_mode)) failed(file, "is not a file", "name a file for the state");
  if ((status.st_mode & kOpenToOthers) != 0) {
    failed(file, "is open to group or others", "run: chmod 600 " + file.string());
  }
}

}  // namespace scim2ldap::connector
