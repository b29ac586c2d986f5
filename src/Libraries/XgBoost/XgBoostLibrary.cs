using Cairn.XgBoost.Native;

namespace Cairn.XgBoost;

/// <summary>The library itself: whether it is on this machine, and which.</summary>
public static unsafe class XgBoostLibrary
{
    /// <summary>Null when the library can be loaded, else what to do about it.</summary>
    public static string? Missing()
    {
        try
        {
            _ = Version;
            return null;
        }
        catch (DllNotFoundException)
        {
            return "XGBoost is not installed: libxgboost.so.0 was not found. On Debian or Ubuntu: apt-get install libxgboost0";
        }
    }

    public static string Version
    {
        get
        {
            int major, minor, patch;
            XgBoostApi.XGBoostVersion(&major, &minor, &patch);
            return $"{major}.{minor}.{patch}";
        }
    }
}
