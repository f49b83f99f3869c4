using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>The log of erasures, tenant by tenant, and what recipients ask for. Ids and times: no personal data is left to be shown.</summary>
internal static class ErasurePages
{
    public const string Path = "/console/erasures";

    private const int PageSize = 50;

    // Tenants without any cost two reads each: a page goes through so many and leads on.
    private const int MostTenants = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapOperatorPage<ErasuresPage, ErasuresModel>(Path, static async call => await ReadAsync(call));

    private static async Task<ErasuresModel> ReadAsync(ConsoleCall call)
    {
        var query = call.Context.Request.Query;
        var wanted = query["tenant"].ToString().Trim();
        var (after, last) = (query["after"].ToString(), query["credential"].ToString());
        var (found, requests) = (new List<ErasureRecord>(), new List<OpenRequest>());
        string? next = null;
        var places = from tenant in (await call.Core.Tenants.ListAsync(call.Aborted)).Select(static tenant => tenant.Id.Value).Order(StringComparer.Ordinal)
                     where wanted.Length == 0 || tenant == wanted
                     from environment in Enum.GetValues<TenantEnvironment>()
                     let place = $"{tenant}.{environment.Name()}"
                     where string.CompareOrdinal(place, after) >= 0
                     select (Tenant: new TenantId(tenant), Environment: environment, Place: place);
        foreach (var (index, (tenant, environment, place)) in places.Index())
        {
            if (index == 2 * MostTenants)
            {
                next = $"after={place}";
                break;
            }

            CredentialId? from = place == after && CredentialId.TryParse(last, out var credential) ? credential : null;
            found.AddRange(await call.Core.Erasures.PageAsync(tenant, environment, from, PageSize - found.Count, call.Aborted));
            var (open, _) = await call.Core.ErasureRequests.ListAsync(tenant, environment, PageSize, null, call.Aborted);
            requests.AddRange(open.Select(request => new OpenRequest(tenant, environment, request)).Take(PageSize - requests.Count));
            if (found.Count == PageSize)
            {
                next = $"after={place}&credential={found[^1].Credential}";
                break;
            }
        }

        return new ErasuresModel(wanted, found, requests, await call.Core.Erasures.UnfinishedAsync(PageSize, call.Aborted), next);
    }
}

/// <summary>A recipient's request that its tenant has not acted on.</summary>
/// <param name="Tenant">Whose credential.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Request">The request.</param>
public sealed record OpenRequest(TenantId Tenant, TenantEnvironment Environment, RecipientErasureRequest Request);

/// <summary>Erasures.</summary>
/// <param name="Tenant">Whose; empty: of all.</param>
/// <param name="Erasures">A page, by tenant.</param>
/// <param name="Requests">What the same tenants' recipients ask for.</param>
/// <param name="Unfinished">Begun, and files still to be cleaned.</param>
/// <param name="Next">The next page's query; null: there is none.</param>
public sealed record ErasuresModel(
    string Tenant, IReadOnlyList<ErasureRecord> Erasures, IReadOnlyList<OpenRequest> Requests, IReadOnlyList<ErasureRecord> Unfinished, string? Next);
