namespace Cairn.Serving.Access;

/// <summary>What a route is about.</summary>
internal enum RouteUse
{
    /// <summary>Whether the server lives; asked by everybody.</summary>
    Health,

    /// <summary>A prediction, an outcome, or what a client must know to send them: of one endpoint.</summary>
    Endpoint,

    /// <summary>What is served here at all: for whoever works on this machine, where no host says otherwise.</summary>
    Loading,

    /// <summary>The server as a whole, its models and counts.</summary>
    Server,
}
