package mockservice

import (
	"context"
	"net"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// visitor is what a portal needs to know about the sender of a request: the session token and the network address.
type visitor struct{ token, from string }

type visitorKey struct{}

func visitorOf(r *http.Request) visitor {
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		from = r.RemoteAddr
	}
	return visitor{token: bearer(r), from: from}
}

// visiting puts the visitor into the context of the operations, which do not get the HTTP request.
func visiting(next wire.StrictHandlerFunc, _ string) wire.StrictHandlerFunc {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		return next(context.WithValue(ctx, visitorKey{}, visitorOf(r)), w, r, request)
	}
}

// visit returns the sender, time and portal of a request, in the form that package portal takes.
func (s publicAPI) visit(ctx context.Context, name wire.PortalName) (portal.Visit, error) {
	now, err := s.now(ctx)
	who, _ := ctx.Value(visitorKey{}).(visitor)
	return portal.Visit{Portal: string(name), Token: who.token, From: who.from, Now: now}, err
}

// session is the authenticator of logged-in users. If the operation is open it accepts everybody: then the portal's own rules
// decide.
func (s publicAPI) session(r *http.Request, open bool) (context.Context, error) {
	if open {
		return r.Context(), nil
	}
	ctx := context.WithValue(r.Context(), visitorKey{}, visitorOf(r))
	visit, err := s.visit(ctx, wire.PortalName(r.PathValue("portal")))
	if err == nil {
		_, err = s.portals.Session(ctx, visit)
	}
	return ctx, err
}

// GetPortal returns the top page.
func (s publicAPI) GetPortal(ctx context.Context, r wire.GetPortalRequestObject) (wire.GetPortalResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	home, err := s.portals.Home(visit)
	return wire.GetPortal200JSONResponse(home), err
}

// GetMenu returns the list of applications.
func (s publicAPI) GetMenu(ctx context.Context, r wire.GetMenuRequestObject) (wire.GetMenuResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	menu, err := s.portals.Menu(ctx, visit)
	return wire.GetMenu200JSONResponse(menu), err
}

// GetForm returns a form as it opens.
func (s publicAPI) GetForm(ctx context.Context, r wire.GetFormRequestObject) (wire.GetFormResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	view, err := s.portals.Form(ctx, visit, string(r.Form), wire.FormEntry{})
	return wire.GetForm200JSONResponse(view), err
}

// PreviewForm returns a form as it looks with the given values.
func (s publicAPI) PreviewForm(ctx context.Context, r wire.PreviewFormRequestObject) (wire.PreviewFormResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	view, err := s.portals.Form(ctx, visit, string(r.Form), *r.Body)
	return wire.PreviewForm200JSONResponse(view), err
}

// SubmitForm is 登録 or 送信 of a form.
func (s publicAPI) SubmitForm(ctx context.Context, r wire.SubmitFormRequestObject) (wire.SubmitFormResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	receipt, err := s.portals.Submit(ctx, visit, string(r.Form), *r.Body)
	return wire.SubmitForm201JSONResponse(receipt), err
}

// CheckFacility is the button 施設の確認.
func (s publicAPI) CheckFacility(ctx context.Context, r wire.CheckFacilityRequestObject) (wire.CheckFacilityResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	return wire.CheckFacility200JSONResponse{Confirmed: true}, s.portals.CheckFacility(ctx, visit, *r.Body)
}

// AddAttachment is 添付ファイルを追加.
func (s publicAPI) AddAttachment(ctx context.Context, r wire.AddAttachmentRequestObject) (wire.AddAttachmentResponseObject, error) {
	visit, err := s.visit(ctx, r.Portal)
	if err != nil {
		return nil, err
	}
	kept, err := s.portals.Attach(ctx, visit, r.Params.Name, r.Body)
	return wire.AddAttachment201JSONResponse(kept), err
}
