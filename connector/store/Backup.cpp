#include "connector/store/Backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include "connector/store/Database.h"
#include "connector/store/Integrity.h"

namespace scim2ldap::connector {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what, int error) {
  throw StoreError(file.string() + ": " + what + ": " + std::strerror(error));
}

[[noreturn]] void refuseToOverwrite(const std::filesystem::path& file) {
  throw StoreError(file.string() + ": is there already, and a backup overwrites nothing; name another file");
}

constexpr std::array kEndingSignals{SIGINT, SIGTERM, SIGHUP};

/// The files of the copy that is made. A process makes one at a time.
std::array<std::string, 4> leftovers;

void removeLeftovers() {
  for (const std::string& each : leftovers) ::unlink(each.c_str());
}

extern "C" void removeAndEnd(int signal) {
  removeLeftovers();
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

/// What is ignored stays so, as under nohup.
void endBy(int signal, void (*handler)(int)) {
  struct sigaction now {};
  if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) ::signal(signal, handler);
}

/// The copy while it is made: gone with this object, or by a signal, unless it was given its name.
class Unfinished {
 public:
  explicit Unfinished(const std::filesystem::path& target)
      : path_(target.string() + ".unfinished-" + std::to_string(::getpid())) {
    // For a signal, which finds no time to make them.
    leftovers = {path_.string(), path_.string() + "-wal", path_.string() + "-shm",
                 path_.string() + "-journal"};
    for (const int signal : kEndingSignals) endBy(signal, removeAndEnd);
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
      const int error = errno;
      endAsUsual();
      throw StoreError(target.string() + ": cannot be written: " + std::strerror(error) +
                       "; name a file in a folder that is there and that you may write to");
    }
    ::close(descriptor);
  }
  ~Unfinished() {
    removeLeftovers();
    endAsUsual();
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  void finish(const std::filesystem::path& target) const {
    sync(path_);
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0) {
      if (errno == EEXIST) refuseToOverwrite(target);
      // A file system that does not know the flag.
      if (errno != EINVAL || std::filesystem::exists(target) || ::rename(path_.c_str(), target.c_str()) != 0)
        fail(target, "cannot be named", errno);
    }
    sync(target.parent_path());
  }

 private:
  static void endAsUsual() {
    for (const int signal : kEndingSignals) endBy(signal, SIG_DFL);
  }
  static void sync(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) fail(path, "cannot be made durable", error);
  }

  std::filesystem::path path_;
};

std::int64_t number(Database& database, const char* sql) {
  Statement statement = database.statement(sql);
  return statement.step() ? statement.integer(0) : 0;
}

/// Takes out what a backup is not to hold, and checks the rest.
Backup complete(const std::filesystem::path& copy) {
  Backup backup;
  Database database(copy, Database::Access::Write);
  database.execute("PRAGMA secure_delete=ON");  // nor does it stand in pages that are free
  backup.leftOut = database.run("DELETE FROM journal WHERE set_aside = ''");
  {
    Statement check = database.statement("PRAGMA integrity_check(1)");
    if (!check.step() || check.text(0) != "ok") {
      throw StoreError(copy.string() + ": the copy is damaged: " + check.text(0) +
                       "; check disk and memory of this machine");
    }
  }
  backup.resources = number(database, "SELECT count(*) FROM resource");
  // One file, and no others beside it.
  database.execute("PRAGMA journal_mode=DELETE");
  return backup;
}

}  // namespace

Backup backUp(const std::filesystem::path& stateFile, const std::filesystem::path& target) {
  if (!std::filesystem::exists(stateFile)) {
    throw StoreError(stateFile.string() + ": there is no side table to back up; see [state] directory");
  }
  const std::filesystem::path absolute = std::filesystem::absolute(target);
  if (std::filesystem::exists(std::filesystem::symlink_status(absolute))) refuseToOverwrite(target);
  requireWholeLog(stateFile);
  const Unfinished copy(absolute);
  {
    // A copy would be made anew, and hide the damage.
    const std::vector<std::string> faults = integrityFaults(stateFile);
    if (!faults.empty())
      throw StoreError(stateFile.string() + ": is damaged: " + faults.front() + "; restore a backup");
    Database database(stateFile, Database::Access::Write);
    database.run("VACUUM INTO ?1", copy.path().string());
  }
  Backup backup = complete(copy.path());
  backup.bytes = std::filesystem::file_size(copy.path());
  copy.finish(absolute);
  return backup;
}

}  // namespace scim2ldap::connector
