#include "connector/commands/ControlSocket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace scim2ldap::connector {
namespace {

constexpr const char* kName = "control.socket";
constexpr int kBacklog = 8;
constexpr int kPauseMilliseconds = 200;
constexpr int kMostSeconds = 5;  ///< for a request to come over a connection that was made

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& folder) {
  throw std::system_error(errno, std::generic_category(), (folder / kName).string());
}

/// The address of the socket, whatever the length of the folder's name is.
class Address {
 public:
  explicit Address(const std::filesystem::path& folder)
      : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_.get() < 0) fail(folder);
    address_.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(folder_.get()) + "/" + kName;
    path.copy(&address_.sun_path[0], sizeof address_.sun_path - 1);
  }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static constexpr socklen_t kSize = sizeof(sockaddr_un);

 private:
  Descriptor folder_;
  sockaddr_un address_{};
};

int newSocket() {
  return ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

/// One message; nullopt when none comes whole.
std::optional<std::string> receive(int socket) {
  std::string message(kMostControlBytes, '\0');
  ssize_t size = 0;
  do {
    size = ::recv(socket, message.data(), message.size(), MSG_TRUNC);
  } while (size < 0 && errno == EINTR);
  if (size <= 0 || static_cast<std::size_t>(size) > message.size()) return std::nullopt;
  message.resize(static_cast<std::size_t>(size));
  return message;
}

bool send(int socket, const std::string& message) {
  return ::send(socket, message.data(), message.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(message.size());
}

}  // namespace

ControlSocket::ControlSocket(const std::filesystem::path& folder, Answer answer)
    : folder_(folder), answer_(std::move(answer)) {
  Descriptor listener(newSocket());
  Descriptor stop(::eventfd(0, EFD_CLOEXEC));
  if (listener.get() < 0 || stop.get() < 0) fail(folder_);
  const Address address(folder_);
  // What stands there was left by a process that is gone.
  ::unlink((folder_ / kName).c_str());
  if (::fchmod(listener.get(), S_IRUSR | S_IWUSR) != 0 ||
      ::bind(listener.get(), address.get(), Address::kSize) != 0 || ::listen(listener.get(), kBacklog) != 0) {
    fail(folder_);
  }
  listener_ = listener.release();
  stop_ = stop.release();
  thread_ = std::thread([this] { serve(); });
}

ControlSocket::~ControlSocket() {
  static_cast<void>(::eventfd_write(stop_, 1));
  thread_.join();
  ::unlink((folder_ / kName).c_str());
  ::close(listener_);
  ::close(stop_);
}

void ControlSocket::serve() {
  for (;;) {
    std::array<pollfd, 2> waiting{{{stop_, POLLIN, 0}, {listener_, POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) return;
    const Descriptor connection(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.get() < 0) {  // out of descriptors: for a while
      static_cast<void>(::poll(waiting.data(), 1, kPauseMilliseconds));
      continue;
    }
    const timeval most{kMostSeconds, 0};
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    if (const std::optional<std::string> request = receive(connection.get())) {
      static_cast<void>(send(connection.get(), answer_(*request)));
    }
  }
}

std::optional<std::string> askService(const std::filesystem::path& folder, const std::string& request) {
  const Descriptor socket(newSocket());
  if (socket.get() < 0) fail(folder);
  const Address address(folder);
  if (::connect(socket.get(), address.get(), Address::kSize) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) return std::nullopt;
    fail(folder);
  }
  if (!send(socket.get(), request)) fail(folder);
  errno = ECONNRESET;  // unless the system says otherwise
  std::optional<std::string> answer = receive(socket.get());
  if (!answer) fail(folder);
  return answer;
}

}  // namespace scim2ldap::connector
