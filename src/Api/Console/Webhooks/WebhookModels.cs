using LearnCoin.Core.Kernel;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Api.Console.Webhooks;

/// <summary>The list of endpoints.</summary>
/// <param name="Endpoints">A page of them, newest first.</param>
/// <param name="Next">Cursor of the next page; null: there is none.</param>
/// <param name="Form">Of a new one.</param>
/// <param name="Faults">What is wrong in it.</param>
/// <param name="Once">Tells this form from others.</param>
public sealed record WebhooksModel(IReadOnlyList<WebhookEndpoint> Endpoints, WebhookId? Next, WebhookForm Form, WebhookFaults? Faults, string Once);

/// <summary>One endpoint and what was sent to it.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Form">Its form.</param>
/// <param name="Faults">What is wrong in it.</param>
/// <param name="Log">Its deliveries.</param>
/// <param name="Replay">What was entered of a replay.</param>
/// <param name="Once">Tells its form for a new secret from others.</param>
public sealed record WebhookModel(WebhookEndpoint Endpoint, WebhookForm Form, WebhookFaults? Faults, DeliveryPageModel Log, ReplayForm Replay, string Once);

/// <summary>A page of deliveries.</summary>
/// <param name="Deliveries">Newest event first.</param>
/// <param name="State">Only these; null: all.</param>
/// <param name="Cursor">Of this page; null: it is the first.</param>
/// <param name="Next">Of the next; null: there is none.</param>
public sealed record DeliveryPageModel(IReadOnlyList<Delivery> Deliveries, DeliveryState? State, DeliveryId? Cursor, DeliveryId? Next);

/// <summary>A range to be sent again.</summary>
/// <param name="Since">As a browser's field for time has it.</param>
/// <param name="Until">Likewise.</param>
/// <param name="Fault">What is wrong in it; null: nothing.</param>
public sealed record ReplayForm(string Since, string Until, string? Fault);

/// <summary>A secret, for the one time that it is shown.</summary>
/// <param name="Shown">The endpoint with it.</param>
/// <param name="IsNew">The endpoint is new; else only the secret.</param>
public sealed record WebhookSecretModel(ShownSecret Shown, bool IsNew);

/// <summary>One delivery.</summary>
/// <param name="Endpoint">To whom.</param>
/// <param name="Delivery">With its attempts.</param>
public sealed record DeliveryModel(WebhookEndpoint Endpoint, Delivery Delivery);
