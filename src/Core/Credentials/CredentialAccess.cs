using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Credentials;

/// <summary>Whose a credential is, for calls that change something about it.</summary>
internal static class CredentialAccess
{
    /// <returns>credential_not_found, credential_not_owned, environment_mismatch; null: it is the caller's.</returns>
    public static Error? Fault(TenantId tenant, TenantEnvironment environment, StoredCredential? credential) => credential switch
    {
        null => new Error(ErrorCode.CredentialNotFound, "No credential with that id exists"),
        _ when credential.Tenant != tenant => new Error(ErrorCode.CredentialNotOwned, "This credential was issued by another tenant"),
        _ when credential.Environment != environment => new Error(
            ErrorCode.EnvironmentMismatch, "This belongs to the tenant's other environment: use a key of that environment"),
        _ => null,
    };
}
