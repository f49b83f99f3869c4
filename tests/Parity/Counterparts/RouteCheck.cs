using Microsoft.AspNetCore.Routing.Patterns;

namespace LearnCoin.Parity.Counterparts;

/// <summary>
/// Each route of the API is taken by an HTTP function of its group, not only by the last one, <c>{*path}</c>, which is for <c>/</c> and what
/// is at no address of ours. Every function lets every caller and every method in: who may do what is the API's business.
/// </summary>
internal static class RouteCheck
{
    private const string Last = "{*path}";

    // Routes that the Functions host keeps for itself.
    private static readonly string[] Taken = ["admin", "runtime"];

    public static IEnumerable<string> Find(CoreSurface core, IReadOnlyList<Trigger> triggers)
    {
        var functions = triggers
            .Where(static trigger => trigger.Kind == "Http")
            .Select(static trigger => (Trigger: trigger, Pattern: RoutePatternFactory.Parse(trigger.Route)))
            .ToList();
        foreach (var route in core.Routes.DistinctBy(static route => route.RawText))
        {
            if (!IsRoot(route) && !functions.Any(function => function.Trigger.Route != Last && Covers(function.Pattern, route)))
            {
                yield return $"The route {route.RawText} of the API has no HTTP function in src/Functions.";
            }
        }

        if (functions.Count(static function => function.Trigger.Route == Last) != 1)
        {
            yield return $"There must be one HTTP function with the route {Last}.";
        }

        foreach (var function in functions)
        {
            foreach (var fault in FaultsOf(function.Trigger, function.Pattern, core))
            {
                yield return $"{function.Trigger.At}: The HTTP function {function.Trigger.Name} {fault}";
            }
        }

        foreach (var same in functions.GroupBy(static function => function.Trigger.Route, StringComparer.OrdinalIgnoreCase).Where(static same => same.Count() > 1))
        {
            yield return $"Several HTTP functions have the route \"{same.Key}\": {string.Join(", ", same.Select(static function => function.Trigger.Name))}.";
        }
    }

    private static IEnumerable<string> FaultsOf(Trigger trigger, RoutePattern pattern, CoreSurface core)
    {
        if (trigger.Binding!.ConstructorArguments is not [{ Value: 0 }, ..])
        {
            yield return "is not Anonymous.";
        }

        if (trigger.Binding.ConstructorArguments.Skip(1).Any())
        {
            yield return "names methods; 404 and 405 are the API's to tell.";
        }

        if (Taken.Contains(Literal(pattern, 0), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"has a route that the Functions host keeps for itself: {trigger.Route}";
        }

        if (trigger.Route != Last && !core.Routes.Any(route => Covers(pattern, route)))
        {
            yield return $"has a route that the API does not know: {trigger.Route}";
        }
    }

    private static bool IsRoot(RoutePattern route) => route.PathSegments.Count == 0;

    /// <summary>Whether every path of <paramref name="route"/> is one of <paramref name="function"/>.</summary>
    private static bool Covers(RoutePattern function, RoutePattern route)
    {
        for (var i = 0; ; i++)
        {
            var ours = function.PathSegments.ElementAtOrDefault(i);
            var theirs = route.PathSegments.ElementAtOrDefault(i);
            if (IsRest(ours))
            {
                return true;
            }

            if (ours is null || theirs is null)
            {
                return ours is null && theirs is null;
            }

            if (IsRest(theirs) || (Literal(function, i) is { } text && !string.Equals(text, Literal(route, i), StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }
    }

    private static bool IsRest(RoutePatternPathSegment? segment) => segment?.Parts is [RoutePatternParameterPart { IsCatchAll: true }];

    private static string? Literal(RoutePattern pattern, int index) =>
        pattern.PathSegments.ElementAtOrDefault(index)?.Parts is [RoutePatternLiteralPart literal] ? literal.Content : null;
}
