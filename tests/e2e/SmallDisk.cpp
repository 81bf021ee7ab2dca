#include "tests/e2e/SmallDisk.h"

#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {
namespace {

constexpr std::size_t kPageBytes = 4096;
constexpr const char* kFiller = "filler";

bool mount(const std::filesystem::path& folder) {
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=6m,mode=0700") == 0;
}

}  // namespace

bool SmallDisk::mayMount() {
  const TemporaryFolder folder;
  if (!mount(folder.path())) return false;
  ::umount2(folder.path().c_str(), MNT_DETACH);
  return true;
}

SmallDisk::SmallDisk(ConnectorProcess& connector, By by)
    : connector_(connector), by_(by), folder_(connector.configFile().parent_path() / "state") {
  if (by_ == By::FileLimit) return;
  connector_.stop();
  const TemporaryFolder content;
  std::filesystem::copy(folder_, content.path() / "state");
  isMounted_ = mount(folder_);
  if (!isMounted_) throw std::runtime_error("no tmpfs can be mounted");
  std::filesystem::copy(content.path() / "state", folder_);
  connector_.start();
}

SmallDisk::~SmallDisk() {
  connector_.kill();
  if (isMounted_) ::umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::fill(std::size_t pages) {
  if (by_ == By::FileLimit) return limitFiles(std::filesystem::file_size(folder_ / "scim2ldap.db-wal"));
  std::ofstream filler(folder_ / kFiller, std::ios::binary);
  const std::string page(kPageBytes, 'x');
  std::uintmax_t written = 0;
  while (filler.write(page.data(), kPageBytes).flush()) written += kPageBytes;
  filler.close();
  std::filesystem::resize_file(folder_ / kFiller, written - pages * kPageBytes);
}

void SmallDisk::giveRoom() {
  if (by_ == By::FileLimit) return limitFiles(RLIM_INFINITY);
  std::filesystem::remove(folder_ / kFiller);
}

void SmallDisk::limitFiles(std::uintmax_t bytes) const {
  const rlimit limit{bytes, RLIM_INFINITY};
  const pid_t pid = std::stoi(readFile(folder_ / "serve.lock"));
  if (::prlimit(pid, RLIMIT_FSIZE, &limit, nullptr) != 0) throw std::runtime_error("no limit can be set");
}

}  // namespace scim2ldap::test
