package io.passgate.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which handler answers which method and path. Immutable: each method returns a further router.
 *
 * <pre>{@code
 * Router open = Router.empty().get("/livez", call -> Reply.text(200, "ok"));
 * Router api = Router.empty().get("/api/v1/users/{id}", users::one).filtered(new BearerToken(token));
 * new RestServer(settings, open.and(api)).start();
 * }</pre>
 *
 * <p>A literal segment wins over a parameter. HEAD is answered by the GET handler without the body.
 */
public final class Router {
    private final List<Route> routes;

    private Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** No routes. */
    public static Router empty() {
        return new Router(List.of());
    }

    /** Adds a handler for GET and HEAD. */
    public Router get(String path, Handler handler) {
        return on("GET", path, handler);
    }

    /** Adds a handler for POST. */
    public Router post(String path, Handler handler) {
        return on("POST", path, handler);
    }

    /** Adds a handler for PUT. */
    public Router put(String path, Handler handler) {
        return on("PUT", path, handler);
    }

    /** Adds a handler for DELETE. */
    public Router delete(String path, Handler handler) {
        return on("DELETE", path, handler);
    }

    /** Adds a handler for any method, such as PATCH. */
    public Router on(String method, String path, Handler handler) {
        PathTemplate template = new PathTemplate(path);
        if (routes.stream().anyMatch(route -> route.method.equals(method) && route.template.equals(template))) {
            throw new IllegalArgumentException("two handlers for " + method + " " + path);
        }
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(method, template, handler));
        more.sort(Comparator.comparing(Route::template));
        return new Router(more);
    }

    /** The routes of both. */
    public Router and(Router other) {
        Router both = this;
        for (Route route : other.routes) {
            both = both.on(route.method, route.template.toString(), route.handler);
        }
        return both;
    }

    /** The same routes, each handler wrapped by the filter; routes added later are not. */
    public Router filtered(UnaryOperator<Handler> filter) {
        return new Router(routes.stream()
                .map(route -> new Route(route.method, route.template, filter.apply(route.handler)))
                .toList());
    }

    /** Runs the handler that fits; 404 when no path does, 405 with Allow when only another method does. */
    Reply route(Call call) throws Exception {
        List<String> path = PathTemplate.decode(call.path());
        String method = call.method().equals("HEAD") ? "GET" : call.method();
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.template.match(path);
            if (parameters.isPresent()) {
                if (route.method.equals(method)) {
                    return route.handler.handle(call.withParameters(parameters.get()));
                }
                allowed.add(route.method);
            }
        }
        if (allowed.isEmpty()) {
            return Reply.problem(404, "no-such-path", "There is nothing at " + call.path() + ".");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        String allow = String.join(", ", allowed);
        return Reply.problem(
                        405, "method-not-allowed", call.path() + " answers " + allow + ", not " + call.method() + ".")
                .withHeader("Allow", allow);
    }

    private record Route(String method, PathTemplate template, Handler handler) {}
}
