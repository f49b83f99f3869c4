using LearnCoin.Api.Landing;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Http;

/// <summary>Answers what no handler answered: unknown routes, wrong methods, and exceptions, which are logged once, here, without their text.</summary>
internal static partial class Failures
{
    public static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(context, FromKestrel(exception));
            return;
        }
        catch (Exception exception) when (exception is KeyUnavailableException or ChainUnavailableException or StorageUnavailableException)
        {
            LogOutage(logger, RequestIds.Of(context), exception.GetType().Name);
            await AnswerAsync(context, new Error(ErrorCode.InternalError, "A part of the service cannot be reached: retry later") { RetryAfterSeconds = 30 });
            return;
        }
#pragma warning disable CA1031 // The boundary: whatever went wrong becomes the one error body, and is told to the operators.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The type and the place, not the message: exception texts may hold what a caller sent.
            LogFailure(logger, RequestIds.Of(context), exception.GetType().Name, exception.StackTrace);
            await AnswerAsync(context, new Error(ErrorCode.InternalError, "Something broke on our side. Retry with an idempotency key, and name the request_id to support"));
            return;
        }

        if (!context.Response.HasStarted && context.Response.ContentType is null && Missing(context) is { } error)
        {
            await (error.Code == ErrorCode.RouteNotFound && NotFound.IsFor(context) ? NotFound.WriteAsync(context) : ErrorBody.WriteAsync(context, error));
        }
    }

    private static Error? Missing(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Error(ErrorCode.RouteNotFound, "There is nothing at this address: check the path; operations of the API start with /v1/"),
        StatusCodes.Status405MethodNotAllowed => new Error(ErrorCode.MethodNotAllowed, $"This address does not take this method; allowed: {context.Response.Headers.Allow}"),
        _ => null,
    };

    private static Error FromKestrel(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Error(ErrorCode.PayloadTooLarge, "The request body is too large"),
        _ => new Error(ErrorCode.InvalidJson, "The request body could not be read: it ended early or came too slowly"),
    };

    private static Task AnswerAsync(HttpContext context, Error error)
    {
        CallNote.Of(context).Error = error.Code;
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.ContentType = null;
        return ErrorBody.WriteAsync(context, error);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Request {RequestId} met an outage: {ExceptionType}")]
    private static partial void LogOutage(ILogger logger, string requestId, string exceptionType);

    [LoggerMessage(EventId = 1000, Level = LogLevel.Error, Message = "Request {RequestId} failed: {ExceptionType}\n{Place}")]
    private static partial void LogFailure(ILogger logger, string requestId, string exceptionType, string? place);
}
