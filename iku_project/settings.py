"""The one settings file: everything that differs between machines is read from the environment.

Without any variable set these are *production* settings: no default secret, secure cookies, HTTPS.
`IKU_DEMO=1` (set by bin/demo) and `IKU_TEST=1` (set by the test suite) relax what plain http on
loopback needs, and nothing else.
"""

from pathlib import Path

import bootstrap_wrapper
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)
env = environ.Env()

DEMO = env.bool("IKU_DEMO", default=False)
TEST = env.bool("IKU_TEST", default=False)
LOCAL = DEMO or TEST

DEBUG = env.bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-not-a-secret-" + "x" * 40 if LOCAL else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set; see docs/pasang.md (IKU_DEMO=1 for a demo on this machine).")
# Keys of before, for the codes of printed proofs alone: unlike SECRET_KEY_FALLBACKS they sign nothing any more.
KODE_BUKTI_KUNCI_LAMA = env.list("KODE_BUKTI_KUNCI_LAMA", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if LOCAL else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "registry",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "iku_project.apps.StaticFilesConfig",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "registry.middleware.sesi_middleware",
    "registry.middleware.akses_middleware",
    "registry.middleware.jalan_pulang_middleware",
    "registry.middleware.faktor_kedua_middleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iku_project.urls"
WSGI_APPLICATION = "iku_project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.context_processors.halaman",
            ],
            "builtins": ["registry.templatetags.iku"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'iku.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL, IMMEDIATE and a timeout together: several people write at once without "database is locked".
    # Who waits is not served in turn, so on a busy machine some wait long; an error page would be worse.
    # FULL: an acknowledged commit survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.Pengguna"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "registry:beranda"
LOGOUT_REDIRECT_URL = "account_login"

# Accounts are made by admins only; there is no public sign-up (iku_project/adapter.py).
ACCOUNT_ADAPTER = "iku_project.adapter.AkunAdapter"
ACCOUNT_FORMS = {"login": "registry.forms.akun.MasukForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
# axes counts failures, in the database; a whole office may stand behind one address
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None, "change_password": None}
VERIFIKASI_PER_MENIT = 30  # questions of one address to the public page; 55 random bits cannot be guessed at that pace

# A code of one step before or after now is right too: phones' clocks differ. Uses and failures are ours to count.
MFA_ADAPTER = "iku_project.adapter.FaktorKeduaAdapter"
MFA_FORMS = {
    "authenticate": "registry.forms.faktor_kedua.KodeMasukForm",
    "reauthenticate": "registry.forms.faktor_kedua.KodeUlangForm",
    "activate_totp": "registry.forms.faktor_kedua.AktifkanForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by admins; there is nothing to verify

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when to try again; trying does not move it
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # shown to the person on "Akun saya"
AXES_CLIENT_IP_CALLABLE = "registry.alamat_klien.client_address"  # a whole /64 of IPv6 is one sender
AXES_LOCKOUT_TEMPLATE = "account/terkunci.html"
if TRUSTED_PROXIES := env.int("TRUSTED_PROXIES", default=0):
    # ipware counts the proxies before the last one, which it sees as REMOTE_ADDR.
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
    AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES - 1
    ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # each request switches to the zone of the user's Pemda

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TEST or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "woff2", "gz", "br", "zip"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=8 * 3600)  # since signing in, however busy
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=2 * 3600)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "iku_project.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sesi"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Evidence: the largest file, and a virus scanner that is asked with the file's path ("clamdscan --fdpass").
BUKTI_MAKS_MB = env.int("BUKTI_MAKS_MB", default=20)
BUKTI_PEMINDAI = env.str("BUKTI_PEMINDAI", default="")
# Signed documents: a folder of PEM files of trusted roots ("" for none), and the text that a signing service looks for.
TTD_AKAR = env.str("TTD_AKAR", default="")
TTD_JANGKAR = env.str("TTD_JANGKAR", default="#")
FILE_UPLOAD_HANDLERS = [
    "registry.unggahan.BatasUnggah",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Drawing PDF: processes of their own, and a store of drawn sections that may be deleted at any time.
PDF_SIMPANAN = Path(env.str("PDF_SIMPANAN", default=str(VAR_DIR / "simpanan-pdf")))
PDF_SIMPANAN_MB = env.int("PDF_SIMPANAN_MB", default=256)
PDF_SEKALIGUS = 2  # drawing processes at work on the machine
PDF_DETIK = 60  # for one section or document
PDF_DOKUMEN_DETIK = 130  # for all sections of a document; nginx waits 150
PDF_MEMORI_MB = 1536  # address space of a drawing process
PDF_NICE = 5  # web pages go first
PDF_MENGANGGUR = 300  # seconds after which an idle one goes
# Documents that one web process works on; a thread is left for other pages.
PDF_ANTRE = max(1, env.int("WEB_THREADS", default=4) - 1)
PDF_TUNGGU = 20  # seconds that one more waits before it is told to come back

# Long work waits in the database for `manage.py pekerja`; a job that is not there any more is the same task again.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="iku@localhost")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer holds nobody up

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "registry/_table.html"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_IGNORE_BLANK_LINES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "axes": {"level": "ERROR" if TEST else "WARNING"},
    },
}

if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
