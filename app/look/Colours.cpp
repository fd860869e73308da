#include "Colours.h"

#include <QGuiApplication>
#include <QString>

#include <array>
#include <utility>

namespace satchel {

namespace {

using Role = QPalette::ColorRole;
using RoleColour = std::pair<Role, QRgb>;

constexpr std::array LightRoles{
    RoleColour{Role::Window, 0xf4f5f7},
    RoleColour{Role::WindowText, 0x1a1d21},
    RoleColour{Role::Base, 0xffffff},
    RoleColour{Role::AlternateBase, 0xedf0f3},
    RoleColour{Role::Text, 0x1a1d21},
    RoleColour{Role::Button, 0xe4e8ed},
    RoleColour{Role::ButtonText, 0x1a1d21},
    RoleColour{Role::BrightText, 0xffffff},
    RoleColour{Role::PlaceholderText, 0x5a626c},
    RoleColour{Role::Highlight, 0x1d5d9b},
    RoleColour{Role::HighlightedText, 0xffffff},
    RoleColour{Role::Link, 0x1a579a},
    RoleColour{Role::LinkVisited, 0x6b3fa0},
    RoleColour{Role::ToolTipBase, 0x2a2f36},
    RoleColour{Role::ToolTipText, 0xffffff},
    RoleColour{Role::Light, 0xffffff},
    RoleColour{Role::Midlight, 0xe9ecf0},
    RoleColour{Role::Mid, 0xb4bac2},
    RoleColour{Role::Dark, 0x868e98},
    RoleColour{Role::Shadow, 0x4a515a},
};

constexpr std::array DarkRoles{
    RoleColour{Role::Window, 0x202328},
    RoleColour{Role::WindowText, 0xeceef1},
    RoleColour{Role::Base, 0x17191d},
    RoleColour{Role::AlternateBase, 0x1e2126},
    RoleColour{Role::Text, 0xeceef1},
    RoleColour{Role::Button, 0x31363d},
    RoleColour{Role::ButtonText, 0xeceef1},
    RoleColour{Role::BrightText, 0xffffff},
    RoleColour{Role::PlaceholderText, 0xa2abb6},
    RoleColour{Role::Highlight, 0x2f73b6},
    RoleColour{Role::HighlightedText, 0xffffff},
    RoleColour{Role::Link, 0x7db8f2},
    RoleColour{Role::LinkVisited, 0xc0a0f0},
    RoleColour{Role::ToolTipBase, 0x3a4048},
    RoleColour{Role::ToolTipText, 0xffffff},
    RoleColour{Role::Light, 0x4a515a},
    RoleColour{Role::Midlight, 0x3a4048},
    RoleColour{Role::Mid, 0x14161a},
    RoleColour{Role::Dark, 0x101215},
    RoleColour{Role::Shadow, 0x08090a},
};

// What cannot be used at present lies flat in the window, and its words are paler. They are read all the same: they say
// what there is to be had, so that no contrast is spared on them.
constexpr std::array FadingRoles{Role::WindowText, Role::Text, Role::ButtonText};
constexpr std::array FlatRoles{Role::Button, Role::Base, Role::AlternateBase};

struct Faded {
    QRgb ink;
    QRgb highlight; // the outlines, too
    QRgb onHighlight;
};

template <std::size_t Count> QPalette paletteOf(const std::array<RoleColour, Count>& roles, const Faded& faded)
{
    QPalette palette;
    for (const auto& [role, colour] : roles) {
        palette.setColor(role, QColor{colour});
    }
    for (const Role role : FadingRoles) {
        palette.setColor(QPalette::Disabled, role, QColor{faded.ink});
    }
    for (const Role role : FlatRoles) {
        palette.setColor(QPalette::Disabled, role, palette.color(Role::Window));
    }
    palette.setColor(QPalette::Disabled, Role::Highlight, QColor{faded.highlight});
    palette.setColor(QPalette::Disabled, Role::HighlightedText, QColor{faded.onHighlight});
    return palette;
}

const Colours& light()
{
    static const Colours colours{
        paletteOf(LightRoles, {0x5f6771, 0x868e98, 0x1a1d21}), QColor{0x767f8a}, QColor{0x1d5d9b}, ColourScheme::Light};
    return colours;
}

const Colours& dark()
{
    static const Colours colours{
        paletteOf(DarkRoles, {0x9aa2ac, 0x5a626c, 0xffffff}), QColor{0x8b949f}, QColor{0x7db8f2}, ColourScheme::Dark};
    return colours;
}

} // namespace

std::optional<ColourScheme> colourSchemeFromName(const QString& name)
{
    if (name == u"light") {
        return ColourScheme::Light;
    }
    return name == u"dark" ? std::optional{ColourScheme::Dark} : std::nullopt;
}

ColourScheme schemeOf(const QPalette& palette)
{
    const bool isDark = palette.color(Role::Window).lightness() < palette.color(Role::WindowText).lightness();
    return isDark ? ColourScheme::Dark : ColourScheme::Light;
}

QColor Colours::ink(Meaning meaning) const
{
    const bool isDark = scheme == ColourScheme::Dark;
    switch (meaning) {
    case Meaning::Plain:
        return palette.color(Role::WindowText);
    case Meaning::Good:
        return QColor::fromRgb(isDark ? 0x7dd59bU : 0x1b6e3aU);
    case Meaning::Warning:
        return QColor::fromRgb(isDark ? 0xf0c161U : 0x7a5200U);
    case Meaning::Bad:
        return QColor::fromRgb(isDark ? 0xff9d94U : 0xa11d1dU);
    case Meaning::Muted:
        return palette.color(Role::PlaceholderText);
    }
    Q_UNREACHABLE();
}

QColor Colours::fill(Meaning meaning) const
{
    switch (meaning) {
    case Meaning::Good:
        return QColor{0x1b6e3a};
    case Meaning::Warning:
        return QColor{0x7a5200};
    case Meaning::Bad:
        return QColor{0xa11d1d};
    case Meaning::Plain:
    case Meaning::Muted:
        return QColor{0x4a515a};
    }
    Q_UNREACHABLE();
}

const Colours& coloursOf(ColourScheme scheme)
{
    return scheme == ColourScheme::Dark ? dark() : light();
}

const Colours& currentColours()
{
    return coloursOf(schemeOf(QGuiApplication::palette()));
}

} // namespace satchel
