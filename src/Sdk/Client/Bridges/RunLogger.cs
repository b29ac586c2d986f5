using Microsoft.Extensions.Logging;

namespace Cairn.Client;

/// <summary>One category of a run's log.</summary>
internal sealed class RunLogger(RunLoggerProvider provider, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => provider.Takes(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (provider.Takes(logLevel))
        {
            provider.Add(logLevel, category, formatter(state, exception), exception);
        }
    }
}
