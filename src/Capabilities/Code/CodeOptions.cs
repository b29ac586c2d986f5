namespace Cairn.Code;

/// <summary>How suites and builds are run.</summary>
public sealed record CodeOptions
{
    /// <summary>Real time after which a suite or build is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Largest report read, in bytes.</summary>
    public long MaxReport { get; init; } = 64L << 20;

    /// <summary>Largest thing a build may make, in bytes.</summary>
    public long MaxBuild { get; init; } = 4L << 30;

    /// <summary>Suites and builds at once on one server.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>Variables of the server that suites and builds are given; whatever else they need they bring along.</summary>
    public IReadOnlyList<string> Passed { get; init; } =
        ["DOTNET_ROOT", "NUGET_PACKAGES", "JAVA_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
}
