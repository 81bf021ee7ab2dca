#include <algorithm>
#include <utility>

#include "scim/Error.h"
#include "scim/Messages.h"
#include "scim/PatchMember.h"

namespace scim2ldap::scim {
namespace {

[[noreturn]] void failSyntax(const std::string& what) {
  throw Error(400, ScimType::InvalidSyntax, what);
}

bool isNamed(const AttributePath& path, std::string_view name) {
  return sameName(path.name, name);
}

bool isCore(const AttributePath& path) {
  return path.schema.empty() || sameName(path.schema, kUserSchema) || sameName(path.schema, kGroupSchema);
}

/// What Okta and others put into a pathless value although the server alone writes it.
bool isServerWritten(const PatchOperation& operation) {
  if (!operation.path) return false;
  const AttributePath& path = operation.path->attribute;
  return isCore(path) && (isNamed(path, "id") || isNamed(path, "schemas") || isNamed(path, "meta"));
}

void splitMembers(PatchOp op, const std::string& urn, const Json& value, std::vector<PatchOperation>& out) {
  for (const Json::Member& member : value.asObject()) {
    PatchOperation operation = memberOperation(op, urn, member);
    const bool isSchema = operation.path && operation.path->attribute.name.empty();
    if (isSchema && operation.value.isObject()) {
      splitMembers(op, operation.path->attribute.schema, operation.value, out);
    } else if (!isServerWritten(operation)) {
      out.push_back(std::move(operation));
    }
  }
}

/// The URN of a core schema alone stands for the resource itself.
bool isResource(const PatchPath& path) {
  const AttributePath& attribute = path.attribute;
  return attribute.name.empty() &&
         (sameName(attribute.schema, kUserSchema) || sameName(attribute.schema, kGroupSchema));
}

PatchOp opFrom(const Json& operation) {
  const std::string_view op = operation.stringAt("op");
  if (sameName(op, "add")) return PatchOp::Add;
  if (sameName(op, "remove")) return PatchOp::Remove;
  if (sameName(op, "replace")) return PatchOp::Replace;
  failSyntax("\"op\" is to be \"add\", \"remove\" or \"replace\"");
}

bool namesPatchOp(const Json& body) {
  const Json* schemas = body.find("schemas");
  if (schemas == nullptr || !schemas->isArray()) return false;
  const auto& urns = schemas->asArray();
  return std::any_of(urns.begin(), urns.end(), [](const Json& urn) {
    return urn.isString() && sameName(urn.asString(), kPatchOpSchema);
  });
}

}  // namespace

PatchOperation memberOperation(PatchOp op, const std::string& urn, const Json::Member& member) {
  try {
    PatchPath path = parsePatchPath(member.name);
    if (!urn.empty() && path.attribute.schema.empty()) path.attribute.schema = urn;
    return {op, std::move(path), member.value};
  } catch (const Error&) {  // not a path: for the caller to refuse or to set aside
    return {op, std::nullopt, Json(Json::Object{member})};
  }
}

// RFC 7644 §3.5.2
std::vector<PatchOperation> parsePatch(const Json& body) {
  if (!body.isObject()) failSyntax("the body is not a JSON object");
  if (!namesPatchOp(body)) failSyntax("\"schemas\" does not name " + std::string(kPatchOpSchema));
  const Json* operations = body.find("Operations");
  if (operations == nullptr || !operations->isArray() || operations->asArray().empty()) {
    failSyntax("\"Operations\" is to be a list of at least one operation");
  }

  const Json none;
  std::vector<PatchOperation> result;
  const auto checkSize = [](std::size_t size) {
    if (size > kMaxPatchOperations) {
      throw Error(413, ScimType::None,
                  "a PATCH holds at most " + std::to_string(kMaxPatchOperations) + " operations");
    }
  };
  checkSize(operations->asArray().size());
  for (const Json& operation : operations->asArray()) {
    if (!operation.isObject()) failSyntax("an operation is not a JSON object");
    const PatchOp op = opFrom(operation);
    const Json* path = operation.find("path");
    const Json* sent = operation.find("value");
    const Json& value = sent == nullptr ? none : *sent;

    if (path != nullptr && !path->isNull() && !path->isString()) failSyntax("\"path\" is not a string");
    if (!operation.stringAt("path").empty()) {
      PatchPath target = parsePatchPath(operation.stringAt("path"));
      if (isResource(target) && op != PatchOp::Remove && value.isObject()) {
        splitMembers(op, "", value, result);
      } else {
        result.push_back({op, std::move(target), value});
      }
    } else if (op == PatchOp::Remove) {
      throw Error(400, ScimType::NoTarget, "a remove operation needs a \"path\"");
    } else if (!value.isObject()) {
      throw Error(400, ScimType::InvalidValue,
                  "the \"value\" of an operation without \"path\" is to be an object of attributes");
    } else {
      splitMembers(op, "", value, result);
    }
    checkSize(result.size());
  }
  return result;
}

std::vector<PatchOperation> operationsOn(const Json& body, std::string_view attribute) {
  std::vector<PatchOperation> result;
  const Json* operations = body.isObject() ? body.find("Operations") : nullptr;
  if (operations == nullptr || !operations->isArray()) return result;
  for (const Json& operation : operations->asArray()) {
    Json alone;
    alone.set("schemas", Json(Json::Array{Json(kPatchOpSchema)}));
    alone.set("Operations", Json(Json::Array{operation}));
    try {
      for (PatchOperation& part : parsePatch(alone)) {
        if (part.path && isCore(part.path->attribute) && isNamed(part.path->attribute, attribute))
          result.push_back(std::move(part));
      }
    } catch (const Error&) {  // told to the client by whoever reads the whole message
    }
  }
  return result;
}

}  // namespace scim2ldap::scim
