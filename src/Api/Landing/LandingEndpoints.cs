using System.Text;
using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Landing;

/// <summary>The site's own pages: <c>/</c> and <c>/pricing</c>; and what search engines are told.</summary>
internal static class LandingEndpoints
{
    // Not /c/: its pages say for themselves whether they may be listed, and a page that may not be read cannot say so.
    private static readonly byte[] Robots = Encoding.UTF8.GetBytes("User-agent: *\nDisallow: /console\nDisallow: /v1/\n");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var plans = PlanRow.Of(routes.ServiceProvider.GetRequiredService<LearnCoinCore>().Options.Plans);
        KeptPage.Map<LandingPage>(routes, "/", PagePolicy.Still);
        KeptPage.Map<PricingPage>(routes, "/pricing", PagePolicy.Still, (nameof(PricingPage.Plans), plans));
        routes.MapRead("/robots.txt", context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return Json.WriteAsync(context, Robots, "text/plain; charset=utf-8");
        });
    }
}
