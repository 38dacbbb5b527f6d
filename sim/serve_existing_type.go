package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/oqs"
)

// dropPause is the time between two looks into the folder of requests. One second is our choice; it keeps answers within the
// few seconds of SVC-004.
const dropPause = time.Second

// existing runs the existing type's file-drop helper.
type existing struct {
	helper *oqs.Helper
	ended  chan struct{}
}

// openExisting makes the folders and processes them until ctx ends; without --oqs it does nothing.
func (d *served) openExisting(ctx context.Context, service *mockservice.Service, log *slog.Logger) error {
	if d.flags.oqs == "" {
		return nil
	}
	helper, err := oqs.OpenHelper(service.Existing(), d.flags.oqs)
	if err != nil {
		return usage(errorOf(msgExisting, d.flags.oqs, err))
	}
	d.existing = &existing{helper: helper, ended: make(chan struct{})}
	go d.existing.work(ctx, service, log)
	return nil
}

// work processes the folders until ctx ends. A request that can't be answered now is tried again the next time.
func (e *existing) work(ctx context.Context, service *mockservice.Service, log *slog.Logger) {
	defer close(e.ended)
	for pause(ctx, dropPause) == nil {
		now, err := service.Now(ctx)
		if err == nil {
			_, err = e.helper.Step(ctx, now)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("failure", slog.String("error", err.Error()))
		}
	}
}

func (e *existing) close() error {
	if e == nil {
		return nil
	}
	<-e.ended
	return e.helper.Close()
}

// withExisting adds the existing type's WebAPI to the public handler if --oqs is given.
func (d *served) withExisting(service *mockservice.Service, public *http.ServeMux) {
	if d.flags.oqs != "" {
		api := service.WebAPI()
		public.Handle(oqs.PathAuth, api)
		public.Handle(oqs.PathSearch, api)
	}
}
