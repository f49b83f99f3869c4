using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Console.Operators;

/// <summary>A tenant in the list.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Test">Credentials of this month in test.</param>
/// <param name="Live">The same in live.</param>
public sealed record ListedTenant(Tenant Tenant, long Test, long Live);

/// <summary>The list of tenants.</summary>
/// <param name="Tenants">A page, newest first.</param>
/// <param name="Total">All that fit what was searched for.</param>
/// <param name="Search">What was searched for.</param>
/// <param name="Next">Cursor of the next page; null: there is none.</param>
/// <param name="Form">Of a new one.</param>
public sealed record TenantsModel(IReadOnlyList<ListedTenant> Tenants, int Total, string Search, TenantId? Next, TenantForm Form);

/// <summary>What is entered of a tenant.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Plan">Of the configuration.</param>
/// <param name="Fault">What is wrong; null: nothing.</param>
/// <param name="Once">Tells this form from others.</param>
public sealed record TenantForm(string Name, string Plan, string? Fault, string Once);

/// <summary>One tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Uses">This month by environment.</param>
/// <param name="Limit">Of the plan; null: the configuration has it no more.</param>
/// <param name="Keys">API keys, newest first.</param>
/// <param name="SigningKeys">Oldest first.</param>
/// <param name="Now">When this was read.</param>
/// <param name="Forms">Its forms.</param>
public sealed record TenantModel(
    Tenant Tenant,
    IReadOnlyDictionary<TenantEnvironment, MonthlyUse> Uses,
    int? Limit,
    IReadOnlyList<ListedApiKey> Keys,
    IReadOnlyList<TenantSigningKey> SigningKeys,
    DateTimeOffset Now,
    TenantForms Forms);

/// <summary>What is entered on a tenant's page.</summary>
/// <param name="Key">Of a new key.</param>
/// <param name="KeyEnvironment">Its environment.</param>
/// <param name="KeyFault">What is wrong in it; null: nothing.</param>
/// <param name="Name">A new name.</param>
/// <param name="NameFault">What is wrong in it; null: nothing.</param>
/// <param name="Once">Tells this page's forms from others.</param>
public sealed record TenantForms(KeyForm Key, TenantEnvironment KeyEnvironment, string? KeyFault, string Name, string? NameFault, string Once);

/// <summary>A question before something is done to a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Action">Names the texts <c>&lt;action&gt;Title</c>, <c>…Confirm</c> and <c>…Submit</c>, and the last part of the path.</param>
/// <param name="Once">Tells this form from others.</param>
public sealed record TenantQuestion(Tenant Tenant, string Action, string Once);

/// <summary>A key of a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">Its key.</param>
/// <param name="Text">The key itself, where it was just made; else null.</param>
public sealed record TenantKeyModel(Tenant Tenant, ApiKey Key, string? Text)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => Key.Id.Value;
}
