#include "scim/AttributeDefinition.h"

namespace scim2ldap::scim {
namespace {

constexpr auto kReadOnly = Mutability::ReadOnly;

/// A multi-valued attribute with the default sub-attributes of RFC 7643 §2.4.
AttributeDefinition plural(std::string name, std::string description, Attribute value,
                           std::vector<std::string> types) {
  return complex(std::move(name), std::move(description),
                 {std::move(value), text("display", "A label for people to read."),
                  text("type", "What the value is used for.").canonical(std::move(types)),
                  boolean("primary", "Whether this is the preferred value; at most one is.")})
      .multiValued();
}

// RFC 7643 §4.1.1
Attribute name() {
  return complex(
      "name", "The components of the user's name.",
      {text("formatted", "The full name, formatted for display."),
       text("familyName", "The family name, or last name."),
       text("givenName", "The given name, or first name."), text("middleName", "The middle name(s)."),
       text("honorificPrefix", "The title in front of the name, such as \"Ms.\"."),
       text("honorificSuffix", "The suffix behind the name, such as \"III\".")});
}

// RFC 7643 §4.1.2. The RFC's example (§8.2) has `primary` here, its schema (§8.7.1) leaves it out.
Attribute addresses() {
  return complex("addresses", "Postal addresses of the user.",
                 {text("formatted", "The whole address, formatted for display; may hold line breaks."),
                  text("streetAddress", "Street, house number, and the like; may hold line breaks."),
                  text("locality", "The city."), text("region", "The state or region."),
                  text("postalCode", "The postal code."), text("country", "The country."),
                  text("type", "What the address is used for.").canonical({"work", "home", "other"}),
                  boolean("primary", "Whether this is the preferred address; at most one is.")})
      .multiValued();
}

// RFC 7643 §4.1.2
Attribute groups() {
  return complex("groups", "The groups the user belongs to; changed through Group resources.",
                 {text("value", "The id of the group.").caseExact().mutability(kReadOnly),
                  reference("$ref", {"User", "Group"}, "The URI of the group.").mutability(kReadOnly),
                  text("display", "The name of the group.").mutability(kReadOnly),
                  text("type", "How the user belongs to it.")
                      .mutability(kReadOnly)
                      .canonical({"direct", "indirect"})})
      .multiValued()
      .mutability(kReadOnly);
}

std::vector<Attribute> attributes() {
  return {
      // RFC 7643 §4.1.1
      text("userName", "The name by which the user is known to the service, unique among its users.")
          .required()
          .uniqueness(Uniqueness::Server),
      name(),
      text("displayName", "The name of the user as it is shown."),
      text("nickName", "The casual name of the user."),
      reference("profileUrl", {"external"}, "The URL of the user's profile."),
      text("title", "The user's title, such as \"Vice President\"."),
      text("userType", "The relation between the organization and the user."),
      text("preferredLanguage", "The user's preferred languages, as in Accept-Language."),
      text("locale", "The user's locale, such as \"en-US\"."),
      text("timezone", "The user's time zone, such as \"Europe/Prague\"."),
      boolean("active", "Whether the user may use the service."),
      text("password", "The user's password in clear text, to be set only.")
          .mutability(Mutability::WriteOnly)
          .returned(Returned::Never),
      // RFC 7643 §4.1.2
      plural("emails", "E-mail addresses of the user.", text("value", "The e-mail address."),
             {"work", "home", "other"}),
      plural("phoneNumbers", "Phone numbers of the user.", text("value", "The phone number."),
             {"work", "home", "mobile", "fax", "pager", "other"}),
      plural("ims", "Instant messaging addresses of the user.",
             text("value", "The instant messaging address."),
             {"aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"}),
      plural("photos", "Photos of the user.",
             reference("value", {"external"}, "The URL of the picture file."), {"photo", "thumbnail"}),
      addresses(),
      groups(),
      plural("entitlements", "Things the user has.", text("value", "The entitlement."), {}),
      plural("roles", "Roles of the user.", text("value", "The role."), {}),
      plural("x509Certificates", "Certificates of the user.",
             AttributeDefinition("value", Type::Binary, "One DER certificate in base64."), {}),
  };
}

}  // namespace

const Schema& userSchema() {
  static const Schema schema{std::string(kUserSchema), "User", "User Account", attributes()};
  return schema;
}

}  // namespace scim2ldap::scim
