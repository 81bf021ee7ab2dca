#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace scim2ldap::connector {

/// The largest request, and the largest answer, of a ControlSocket.
inline constexpr std::size_t kMostControlBytes = std::size_t{64} * 1024;

/// Where commands ask the running service to do what only it may: a socket in the state folder, which nobody
/// enters but the service's user and root. Requests are answered one after the other, each on a connection of
/// its own. Ends with the object, when the request at work is answered.
class ControlSocket {
 public:
  /// Called on a thread of the socket's own; must not throw.
  using Answer = std::function<std::string(const std::string& request)>;

  /// \param folder  of the state, for which this process has the StateLock
  /// \throws std::system_error  when it cannot listen there
  ControlSocket(const std::filesystem::path& folder, Answer answer);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  void serve();

  std::filesystem::path folder_;
  Answer answer_;
  int listener_ = -1;
  int stop_ = -1;  ///< readable once it is to end
  std::thread thread_;
};

/// Asks the service that runs on this state folder. \returns its answer, or nullopt when none runs
/// \throws std::system_error  when it does not answer
[[nodiscard]] std::optional<std::string> askService(const std::filesystem::path& folder,
                                                    const std::string& request);

}  // namespace scim2ldap::connector
