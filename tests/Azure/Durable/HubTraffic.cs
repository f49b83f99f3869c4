using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>Notes every message between the hub and its workers and clients: starts, inputs, histories, results, failures, events.</summary>
internal sealed class HubTraffic : Interceptor
{
    private readonly ConcurrentQueue<string> messages = new();

    public IReadOnlyCollection<string> Messages => messages;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        messages.Enqueue($"{request}");
        var response = await continuation(request, context);
        messages.Enqueue($"{response}");
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(request, new NotingWriter<TResponse>(responseStream, messages), context);

    private sealed class NotingWriter<T>(IServerStreamWriter<T> inner, ConcurrentQueue<string> messages) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(T message)
        {
            messages.Enqueue($"{message}");
            return inner.WriteAsync(message);
        }
    }
}
