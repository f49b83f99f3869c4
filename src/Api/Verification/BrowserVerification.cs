using System.Text;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Verification;

/// <summary>What the script of a page needs to verify as this service does: public facts only, since every visitor reads them.</summary>
internal static class BrowserVerification
{
    /// <summary>Address of the tenants' own DID documents, before the escaped DID.</summary>
    public const string DidDocuments = "/issuer/did-documents/";

    /// <summary>
    /// JSON: <c>did</c> (the service's own; documents of all others are had under <c>didDocuments</c>), <c>rpcUrls</c>, and of each chain its id,
    /// its name, the confirmations needed and where the explorer shows a transaction (the hash is put in the place of <c>{hash}</c>).
    /// </summary>
    public static string Options(LearnCoinCore core) => Encoding.UTF8.GetString(ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("did", core.Urls.Did);
        json.WriteString("didDocuments", DidDocuments);
        json.WriteStartArray("rpcUrls");
        foreach (var url in core.Options.Verification.Endpoints())
        {
            json.WriteStringValue(url);
        }

        json.WriteEndArray();
        json.WriteStartArray("chains");
        foreach (var network in core.Networks.All)
        {
            json.WriteStartObject();
            json.WriteNumber("chainId", network.ChainId);
            json.WriteString("name", network.ApiName);
            json.WriteNumber("confirmations", network.Confirmations);
            json.WriteString("explorer", network.TransactionUrl("{hash}"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }));
}
