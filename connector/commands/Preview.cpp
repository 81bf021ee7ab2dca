#include <fstream>
#include <iostream>
#include <iterator>

#include "connector/commands/Command.h"
#include "connector/commands/CommandEndpoint.h"
#include "connector/commands/Options.h"
#include "connector/config/Configuration.h"
#include "connector/endpoint/Route.h"
#include "connector/provisioning/LdapErrors.h"
#include "connector/provisioning/PreviewSink.h"
#include "connector/provisioning/PreviewStore.h"
#include "connector/provisioning/Service.h"
#include "connector/store/SqliteStore.h"
#include "ldap/Error.h"
#include "scim/Error.h"

namespace scim2ldap::connector {
namespace {

constexpr const char* kUsageText =
    "Usage: scim2ldap preview --method POST|PUT|PATCH|DELETE --path /Users[/ID]|/Groups[/ID]\n"
    "                         [--endpoint E] [--config FILE] [BODY-FILE|-]\n\n"
    "Shows what a SCIM request would do: the LDAP operations, in order, as LDIF change records on standard\n"
    "output. The directory and the side table are read, and neither is changed; of an allocated number the\n"
    "next one is shown, and not taken. A request that would be refused prints the SCIM error and ends with\n"
    "exit status 1. Passwords are not shown.\n\n"
    "  --method M     the request's method\n"
    "  --path P       its path below the Tenant URL\n"
    "  --endpoint E   the endpoint's name; may be left out where the configuration has a single one\n"
    "  BODY-FILE      the request's body as JSON; \"-\" or nothing: standard input (not read for DELETE)\n";

/// What the command line says, made sense of.
struct Request {
  std::string method;
  Kind kind = Kind::User;
  std::string id;  ///< "" for POST
};

std::string required(const Options& options, std::string_view name, const std::string& example) {
  if (const auto value = options.value(name)) return *value;
  throw UsageError("--" + std::string(name) + " is missing; write for example " + example);
}

/// \throws UsageError
Request requestOf(const Options& options) {
  Request request{required(options, "method", "--method POST"), Kind::User, ""};
  for (char& c : request.method) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (request.method != "POST" && request.method != "PUT" && request.method != "PATCH" &&
      request.method != "DELETE") {
    throw UsageError("--method is POST, PUT, PATCH or DELETE, not " + request.method);
  }
  const std::string path = required(options, "path", "--path /Users");
  const std::vector<std::string> segments = pathSegments(path);
  const bool isUser = !segments.empty() && scim::sameName(segments[0], "Users");
  const bool isGroup = !segments.empty() && scim::sameName(segments[0], "Groups");
  if ((!isUser && !isGroup) || path.find('?') != std::string::npos) {
    throw UsageError("--path is /Users, /Groups or one of them with an id, not " + path);
  }
  request.kind = isUser ? Kind::User : Kind::Group;
  const std::size_t wanted = request.method == "POST" ? 1 : 2;
  if (segments.size() != wanted) {
    throw UsageError(request.method == "POST" ? "a POST goes to /Users or /Groups, without an id"
                                              : "a " + request.method + " needs an id in --path");
  }
  if (wanted == 2) request.id = segments[1];
  return request;
}

/// \throws UsageError
std::string bodyOf(const Options& options, const std::string& method) {
  if (options.words().size() > 1) options.expectWords(1, "");
  if (method == "DELETE") return "";
  const std::string file = options.words().empty() ? "-" : options.words().front();
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw UsageError("the body's file " + file + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

void carryOut(Service& service, const Request& request, const ServiceRequest& call, const std::string& body) {
  if (!service.has(request.kind)) {
    throw scim::Error(404, scim::ScimType::None, "the endpoint's mapping has no groups");
  }
  if (request.method == "POST") {
    static_cast<void>(service.create(request.kind, call, scim::parseJson(body)));
  } else if (request.method == "PUT") {
    static_cast<void>(service.replace(request.kind, call, request.id, scim::parseJson(body)));
  } else if (request.method == "PATCH") {
    static_cast<void>(service.patch(request.kind, call, request.id, scim::parseJson(body)));
  } else {
    service.remove(request.kind, call, request.id);
  }
}

int run(Arguments arguments) {
  const Options options(arguments, {{"method"}, {"path"}, {"endpoint"}});
  const Request request = requestOf(options);
  const Configuration configuration = readConfiguration(options.configurationFile());
  const EndpointConfiguration& endpoint = endpointOf(options, configuration);
  const std::string body = bodyOf(options, request.method);

  // Opening the side table would make one where there is none.
  const bool hasStore = std::filesystem::exists(configuration.stateFile());
  PreviewStore store(hasStore ? openSqliteStore(configuration.stateFile()) : nullptr);
  const DirectoryConfiguration& directoryConfiguration = configuration.directory(endpoint.directory);
  ldap::Directory directory(directoryConfiguration.settings);
  PreviewSink sink(directory, std::cout);
  Coordination coordination;
  Logger logger(Level::Warning);
  Service service(endpoint, directoryConfiguration, directory, store, sink, coordination, logger);

  ServiceRequest call;
  call.context = {.requestId = "preview",
                  .endpoint = endpoint.name,
                  .directory = endpoint.directory,
                  .principal = "preview",
                  .method = request.method,
                  .now = currentTime(),
                  .uniqueExternalId = endpoint.uniqueExternalId};
  call.baseUrl = endpoint.publicUrl;
  const auto refused = [](const scim::Error& error) {
    std::cout << std::flush;
    std::cerr << printJson(errorBody(error.status(), error.type(), error.detail())) << '\n';
    return kRefused;
  };
  try {
    carryOut(service, request, call, body);
  } catch (const scim::Error& error) {
    return refused(error);
  } catch (const ldap::Error& error) {
    return refused(toScimError(error));
  }
  if (!sink.hasShown()) std::cout << "# Nothing changes: everything is as the request wants it.\n";
  return kDone;
}

}  // namespace

Command previewCommand() {
  return {"preview", "show what a SCIM request would do, as LDIF", kUsageText, run};
}

}  // namespace scim2ldap::connector
