#pragma once

#include "FurnishedStation.h"

#include <app/MainWindow.h>

#include <QList>

#include <functional>
#include <memory>

namespace satchel::test {

// A window at a moment at which somebody sees it: of which station, and what was done in it before. The page that is
// about it is looked at, or every page.
struct Scene {
    const char* name;
    StationView view;
    std::function<void(MainWindow& window)> act = [](MainWindow&) { };
    bool isOfEveryPage = false;
};
// What the window shows to whoever opens it, and to whoever has something to answer.
[[nodiscard]] QList<Scene> scenesOf(const FurnishedStation& station);

// Opened in that size, active, with what it shows of the station and what was done in it.
[[nodiscard]] std::unique_ptr<MainWindow> play(const Scene& scene, const QSize& size);

} // namespace satchel::test
