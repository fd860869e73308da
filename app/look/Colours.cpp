#include "Colours.h"

#include <QGuiApplication>
#include <QString>

#include <array>
#include <utility>

namespace satchel {

namespace {

using PaletteRole = QPalette::ColorRole;
using RoleColour = std::pair<PaletteRole, QRgb>;

constexpr std::array LightRoles{
    RoleColour{PaletteRole::Window, 0xf4f5f7},
    RoleColour{PaletteRole::WindowText, 0x1a1d21},
    RoleColour{PaletteRole::Base, 0xffffff},
    RoleColour{PaletteRole::AlternateBase, 0xedf0f3},
    RoleColour{PaletteRole::Text, 0x1a1d21},
    RoleColour{PaletteRole::Button, 0xe4e8ed},
    RoleColour{PaletteRole::ButtonText, 0x1a1d21},
    RoleColour{PaletteRole::BrightText, 0xffffff},
    RoleColour{PaletteRole::PlaceholderText, 0x5a626c},
    RoleColour{PaletteRole::Highlight, 0x1d5d9b},
    RoleColour{PaletteRole::HighlightedText, 0xffffff},
    RoleColour{PaletteRole::Link, 0x1a579a},
    RoleColour{PaletteRole::LinkVisited, 0x6b3fa0},
    RoleColour{PaletteRole::ToolTipBase, 0x2a2f36},
    RoleColour{PaletteRole::ToolTipText, 0xffffff},
    RoleColour{PaletteRole::Light, 0xffffff},
    RoleColour{PaletteRole::Midlight, 0xe9ecf0},
    RoleColour{PaletteRole::Mid, 0xb4bac2},
    RoleColour{PaletteRole::Dark, 0x868e98},
    RoleColour{PaletteRole::Shadow, 0x4a515a},
};

constexpr std::array DarkRoles{
    RoleColour{PaletteRole::Window, 0x202328},
    RoleColour{PaletteRole::WindowText, 0xeceef1},
    RoleColour{PaletteRole::Base, 0x17191d},
    RoleColour{PaletteRole::AlternateBase, 0x1e2126},
    RoleColour{PaletteRole::Text, 0xeceef1},
    RoleColour{PaletteRole::Button, 0x31363d},
    RoleColour{PaletteRole::ButtonText, 0xeceef1},
    RoleColour{PaletteRole::BrightText, 0xffffff},
    RoleColour{PaletteRole::PlaceholderText, 0xa2abb6},
    RoleColour{PaletteRole::Highlight, 0x2f73b6},
    RoleColour{PaletteRole::HighlightedText, 0xffffff},
    RoleColour{PaletteRole::Link, 0x7db8f2},
    RoleColour{PaletteRole::LinkVisited, 0xc0a0f0},
    RoleColour{PaletteRole::ToolTipBase, 0x3a4048},
    RoleColour{PaletteRole::ToolTipText, 0xffffff},
    RoleColour{PaletteRole::Light, 0x4a515a},
    RoleColour{PaletteRole::Midlight, 0x3a4048},
    RoleColour{PaletteRole::Mid, 0x14161a},
    RoleColour{PaletteRole::Dark, 0x101215},
    RoleColour{PaletteRole::Shadow, 0x08090a},
};

// What cannot be used at present lies flat in the window, and its words are paler. They are read all the same: they say
// what there is to be had, so that no contrast is spared on them.
constexpr std::array FadingRoles{PaletteRole::WindowText, PaletteRole::Text, PaletteRole::ButtonText};
constexpr std::array FlatRoles{PaletteRole::Button, PaletteRole::Base, PaletteRole::AlternateBase};

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
    for (const PaletteRole role : FadingRoles) {
        palette.setColor(QPalette::Disabled, role, QColor{faded.ink});
    }
    for (const PaletteRole role : FlatRoles) {
        palette.setColor(QPalette::Disabled, role, palette.color(PaletteRole::Window));
    }
    palette.setColor(QPalette::Disabled, PaletteRole::Highlight, QColor{faded.highlight});
    palette.setColor(QPalette::Disabled, PaletteRole::HighlightedText, QColor{faded.onHighlight});
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
    const bool isDark
        = palette.color(PaletteRole::Window).lightness() < palette.color(PaletteRole::WindowText).lightness();
    return isDark ? ColourScheme::Dark : ColourScheme::Light;
}

QColor Colours::ink(Meaning meaning) const
{
    const bool isDark = scheme == ColourScheme::Dark;
    switch (meaning) {
    case Meaning::Plain:
        return palette.color(PaletteRole::WindowText);
    case Meaning::Good:
        return QColor::fromRgb(isDark ? 0x7dd59bU : 0x1b6e3aU);
    case Meaning::Warning:
        return QColor::fromRgb(isDark ? 0xf0c161U : 0x7a5200U);
    case Meaning::Bad:
        return QColor::fromRgb(isDark ? 0xff9d94U : 0xa11d1dU);
    case Meaning::Muted:
        return palette.color(PaletteRole::PlaceholderText);
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
