namespace Cairn.Serving.Access;

/// <summary>What a route is about.</summary>
internal enum RouteUse
{
    /// <summary>Whether the server lives; asked by everybody.</summary>
    Health,

    /// <summary>A prediction, an outcome, or what a client must know to send them: of one endpoint.</summary>
    Endpoint,

    /// <summary>The server as a whole, its models and counts.</summary>
    Server,
}
