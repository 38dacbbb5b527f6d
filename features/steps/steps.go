// Package steps binds the words of the feature files to verbs of the world and claims of the judge, and nothing more.
package steps

import (
	"github.com/cucumber/godog"

	"github.com/mynalab/mynalab/sim/world"
)

// Register binds every step of the table to w.
func Register(sc *godog.ScenarioContext, w *world.World) {}
